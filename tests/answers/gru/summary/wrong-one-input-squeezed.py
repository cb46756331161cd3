# slip: other-input-size
import torch


def summary(gru, x):
    _, h_n = gru(x.squeeze(-1))
    return torch.cat([h_n[-2], h_n[-1]], dim=1)
