# right
def orthogonal(layer):
    H = layer.hidden_size
    for name, weight in layer.named_parameters():
        if name.startswith("weight_hh"):
            for k in range(weight.shape[0] // H):
                nn.init.orthogonal_(weight[k * H : (k + 1) * H])
    return layer
