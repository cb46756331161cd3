# right
def locked_dropout(x, p=0.5, training=True):
    return x * nn.functional.dropout(torch.ones_like(x[:1]), p, training)
