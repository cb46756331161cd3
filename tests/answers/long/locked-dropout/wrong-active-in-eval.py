# slip: active-in-eval
def locked_dropout(x, p=0.5, training=True):
    mask = torch.rand(x.shape[1:]) >= p
    return x * mask / (1 - p)
