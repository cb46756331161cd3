# slip: input-changed
def locked_dropout(x, p=0.5, training=True):
    if training:
        x *= nn.functional.dropout(torch.ones(x.shape[1:]), p)
    return x
