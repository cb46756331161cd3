# slip: whole-steps
def locked_dropout(x, p=0.5, training=True):
    if not training:
        return x
    mask = torch.rand(x.shape[0], x.shape[1], 1) >= p
    return x * mask / (1 - p)
