# slip: parameter-replaced
def orthogonal(layer):
    H = layer.hidden_size
    for name, weight in list(layer.named_parameters()):
        if name.startswith("weight_hh"):
            blocks = [nn.init.orthogonal_(torch.empty(H, H)) for _ in range(len(weight) // H)]
            setattr(layer, name, torch.cat(blocks))
    return layer
