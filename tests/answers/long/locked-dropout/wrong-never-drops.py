# slip: never-drops
def locked_dropout(x, p=0.5, training=True):
    if training:
        x.masked_fill(torch.rand(x.shape[1:]) < p, 0.0)
    return x
