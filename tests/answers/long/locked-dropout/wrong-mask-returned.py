# rung: values
# says: what is not 0 in your result is not x times the factor that keeps the mean
def locked_dropout(x, p=0.5, training=True):
    if not training:
        return x
    return nn.functional.dropout(torch.ones(1, *x.shape[1:]), p).expand(x.shape)
