# rung: values
# says: not one float32 tensor
def locked_dropout(x, p=0.5, training=True):
    mask = nn.functional.dropout(torch.ones(x.shape[1:]), p, training)
    return x * mask, mask
