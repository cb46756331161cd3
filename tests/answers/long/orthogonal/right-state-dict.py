# right
def orthogonal(layer):
    weights = layer.state_dict()
    for name in weights:
        if name.startswith("weight_hh"):
            parts = weights[name].clone().split(layer.hidden_size)
            weights[name] = torch.cat([nn.init.orthogonal_(part.clone()) for part in parts])
    layer.load_state_dict(weights)
    return layer
