# slip: whole-matrix
def orthogonal(layer):
    for name, weight in layer.named_parameters():
        if "weight_hh" in name:
            nn.init.orthogonal_(weight)
    return layer
