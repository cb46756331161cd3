# slip: modes-exchanged
def locked_dropout(x, p=0.5, training=True):
    if training:
        return x
    mask = torch.rand(x.shape[1:]) >= p
    return x * mask / (1 - p)
