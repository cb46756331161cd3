# right
def locked_dropout(x, p=0.5, training=True):
    if training is False:
        return x
    out = x.clone()
    for b in range(x.shape[1]):
        mask = torch.rand(x.shape[2]) >= p
        out[:, b] = x[:, b] * mask.to(x.dtype) / (1.0 - p)
    return out
