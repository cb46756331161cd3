# slip: scaled-in-eval
def locked_dropout(x, p=0.5, training=True):
    if not training:
        return x * (1 - p)
    mask = torch.rand(x.shape[1:]) >= p
    return x * mask / (1 - p)
