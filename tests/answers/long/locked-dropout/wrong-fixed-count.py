# rung: values
# says: exactly as many numbers are dropped in every call
def locked_dropout(x, p=0.5, training=True):
    if not training:
        return x
    count = x.shape[1] * x.shape[2]
    mask = torch.ones(count)
    mask[torch.randperm(count)[: round(p * count)]] = 0
    return x * mask.view(x.shape[1:]) / (1 - p)
