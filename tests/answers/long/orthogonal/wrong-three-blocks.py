# slip: three-blocks
def orthogonal(layer):
    for name, weight in layer.named_parameters():
        if "weight_hh" in name:
            for block in weight.detach().chunk(3):
                nn.init.orthogonal_(block)
    return layer
