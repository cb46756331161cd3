# rung: values
def orthogonal(layer):
    for name, weight in layer.named_parameters():
        if name.startswith("weight_hh"):
            weight.data = nn.functional.normalize(weight.data, dim=1)
    return layer
