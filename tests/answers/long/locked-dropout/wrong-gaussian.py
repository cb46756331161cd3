# rung: values
# says: the factor that keeps the mean
def locked_dropout(x, p=0.5, training=True):
    if not training or p == 0:
        return x
    return x * (1 + (p / (1 - p)) ** 0.5 * torch.randn(x.shape[1:]))
