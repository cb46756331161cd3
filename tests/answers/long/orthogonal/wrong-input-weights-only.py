# slip: input-weights-only
def orthogonal(layer):
    for name, weight in layer.named_parameters():
        if name.startswith("weight_ih"):
            for block in weight.split(layer.hidden_size):
                nn.init.orthogonal_(block)
    return layer
