# rung: values
# says: the gradient for x is not
def locked_dropout(x, p=0.5, training=True):
    return x.detach() * nn.functional.dropout(torch.ones(x.shape[1:]), p, training)
