# slip: written-without-no-grad
# says: Write into the blocks inside `with torch.no_grad():`.
def orthogonal(layer):
    H = layer.hidden_size
    for name, weight in layer.named_parameters():
        if name.startswith("weight_hh"):
            for k in range(len(weight) // H):
                weight[k * H : (k + 1) * H] = torch.linalg.qr(torch.randn(H, H))[0]
    return layer
