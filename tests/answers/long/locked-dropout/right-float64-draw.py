# right
def locked_dropout(x, p=0.5, training=True):
    mask = (torch.rand(x.shape[1:], dtype=torch.double) >= p) if training else torch.ones(x.shape[1:], dtype=bool)
    scale = 1 / (1 - p) if training else 1
    return (x * mask) * scale
