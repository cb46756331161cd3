# slip: one-mask-for-the-batch
def locked_dropout(x, p=0.5, training=True):
    if not training:
        return x
    mask = torch.rand(x.shape[2]) >= p
    return x * mask / (1 - p)
