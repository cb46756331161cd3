# rung: edges
def locked_dropout(x, p=0.5, training=True):
    return (x * nn.functional.dropout(torch.ones(x.shape[1:]), p, training)).squeeze()
