# slip: wrong-dtype
import torch


def summary(gru, x):
    _, h_n = gru(x)
    both = torch.zeros(x.shape[1], 2 * gru.hidden_size, dtype=torch.float64)
    both[:, : gru.hidden_size] = h_n[2]
    both[:, gru.hidden_size :] = h_n[3]
    return both
