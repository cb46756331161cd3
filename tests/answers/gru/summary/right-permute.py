# right
def summary(gru, x):
    h = gru(x, torch.zeros(4, x.size(1), gru.hidden_size))[1]
    return h[2:4].permute(1, 0, 2).flatten(1)
