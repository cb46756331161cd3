# slip: last-gate-only
def orthogonal(layer):
    for name, weight in layer.named_parameters():
        if "weight_hh" in name:
            block = weight.split(layer.hidden_size)[-1]
            nn.init.orthogonal_(block)
    return layer
