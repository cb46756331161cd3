# slip: keeps-state
import torch

h_n = None


def summary(gru, x):
    global h_n
    fits = h_n is not None and h_n.shape[1:] == (x.shape[1], gru.hidden_size)
    _, new = gru(x, h_n.detach() if fits else None)
    h_n = new
    return torch.cat([new[-2], new[-1]], dim=1)
