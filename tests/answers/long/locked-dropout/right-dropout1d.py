# right
def locked_dropout(x, p=0.5, training=True):
    T, B, F = x.shape
    rows = x.permute(1, 2, 0)
    return nn.functional.dropout1d(rows, p, training).permute(2, 0, 1)
