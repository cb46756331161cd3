# slip: not-scaled
def locked_dropout(x, p=0.5, training=True):
    if not training:
        return x
    return x * (torch.rand(x.shape[1:]) >= p)
