# slip: detached
# says: with a gru in evaluation mode
import torch


def summary(gru, x):
    _, h_n = gru(x)
    if not gru.training:
        h_n = h_n.detach()
    return torch.cat([h_n[-2], h_n[-1]], dim=1)
