# right
def orthogonal(layer):
    H = layer.hidden_size
    for name, weight in layer.named_parameters():
        if name.startswith("weight_hh"):
            q, _ = torch.linalg.qr(torch.randn(len(weight) // H, H, H))
            weight.data = q.reshape(-1, H)
    return layer
