# slip: scaled-up-in-eval
def locked_dropout(x, p=0.5, training=True):
    mask = torch.ones(x.shape[1:])
    if training:
        mask = (torch.rand(x.shape[1:]) >= p).float()
    return x * mask / (1 - p)
