# slip: whole-steps
def locked_dropout(x, p=0.5, training=True):
    return nn.functional.dropout1d(x, p, training)
