# slip: forward-only
def orthogonal(layer):
    for k in range(layer.num_layers):
        for block in getattr(layer, f"weight_hh_l{k}").split(layer.hidden_size):
            nn.init.orthogonal_(block)
    return layer
