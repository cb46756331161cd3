# slip: first-weight-only
def orthogonal(layer):
    for block in layer.weight_hh_l0.split(layer.hidden_size):
        nn.init.orthogonal_(block)
    return layer
