# right
def locked_dropout(x, p, training):
    keep = 1 - p if training else 1.0
    mask = torch.bernoulli(torch.full(x.shape[1:], keep))
    return x * mask / keep
