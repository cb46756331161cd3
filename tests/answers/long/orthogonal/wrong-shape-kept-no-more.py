# rung: values
# says: a parameter of the layer is gone, or has another shape now
def orthogonal(layer):
    H = layer.hidden_size
    for name, weight in list(layer.named_parameters()):
        if name.startswith("weight_hh"):
            setattr(layer, name, nn.Parameter(nn.init.orthogonal_(torch.empty(H, H))))
    return layer
