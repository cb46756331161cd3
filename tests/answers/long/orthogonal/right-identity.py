# right
def orthogonal(layer):
    eye = torch.eye(layer.hidden_size)
    with torch.no_grad():
        for name, weight in layer.named_parameters():
            if name.startswith("weight_hh"):
                weight.copy_(eye.repeat(len(weight) // len(eye), 1))
    return layer
