# slip: scaled-by-p
def locked_dropout(x, p=0.5, training=True):
    keep = torch.rand(x.shape[1:]) >= p
    scale = 1 / p if training else 1
    return x * keep * scale
