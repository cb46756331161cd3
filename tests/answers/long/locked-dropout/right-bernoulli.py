# right
def locked_dropout(x, p, training):
    if not training or p == 0:
        return x
    mask = x.new_empty(1, *x.shape[1:]).bernoulli_(1 - p).div_(1 - p)
    return mask.expand_as(x) * x
