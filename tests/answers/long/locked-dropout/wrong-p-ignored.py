# slip: p-ignored
def locked_dropout(x, p=0.5, training=True):
    if not training:
        return x
    return x * nn.functional.dropout(torch.ones(x.shape[1:]))
