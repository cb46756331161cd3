# slip: input-changed
import torch


def summary(gru, x):
    gru.batch_first = True
    _, h_n = gru(x.transpose(0, 1))
    return torch.cat([h_n[-2], h_n[-1]], dim=1)
