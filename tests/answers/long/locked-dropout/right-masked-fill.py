# right
def locked_dropout(x, p=0.5, training=True):
    if training:
        drop = torch.rand_like(x[0]) < p
        x = x.masked_fill(drop, 0.0) / (1 - p)
    return x
