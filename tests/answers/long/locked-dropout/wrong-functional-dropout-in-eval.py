# slip: active-in-eval
def locked_dropout(x, p=0.5, training=True):
    return x * nn.functional.dropout(torch.ones(1, *x.shape[1:]), p)
