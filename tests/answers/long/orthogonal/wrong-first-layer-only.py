# slip: first-layer-only
def orthogonal(layer):
    for name in ["weight_hh_l0", "weight_hh_l0_reverse"]:
        if hasattr(layer, name):
            for block in getattr(layer, name).split(layer.hidden_size):
                nn.init.orthogonal_(block)
    return layer
