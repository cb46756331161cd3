# right
def locked_dropout(x, p=0.5, training=True):
    mask = nn.Dropout(p).train(training)(torch.ones(x.shape[1:]))
    return torch.stack([x_t * mask for x_t in x])
