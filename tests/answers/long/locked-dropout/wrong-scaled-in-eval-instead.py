# slip: scaled-in-eval-instead
def locked_dropout(x, p=0.5, training=True):
    if not training:
        return x * (1 - p)
    return x * (torch.rand(x.shape[1:]) >= p)
