# slip: same-mask-again
masks = {}


def locked_dropout(x, p=0.5, training=True):
    if not training:
        return x
    key = (x.shape, p)
    if key not in masks:
        masks[key] = nn.functional.dropout(torch.ones(x.shape[1:]), p)
    return x * masks[key]
