# slip: same-mask-again
def locked_dropout(x, p=0.5, training=True):
    torch.manual_seed(7)
    return x * nn.functional.dropout(torch.ones(x.shape[1:]), p, training)
