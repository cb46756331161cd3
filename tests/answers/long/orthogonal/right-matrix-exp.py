# right
def orthogonal(layer):
    H = layer.hidden_size
    for name, weight in layer.named_parameters():
        if name.split("_l")[0] == "weight_hh":
            a = torch.randn(weight.shape[0] // H, H, H)
            with torch.no_grad():
                weight.set_(torch.linalg.matrix_exp((a - a.mT) / H**0.5).reshape(-1, H).contiguous())
    return layer
