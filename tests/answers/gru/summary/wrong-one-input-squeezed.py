# slip: other-input-size
# says: A layer reads input_size numbers at each step: look at the last axis of what you pass to it first.
import torch


def summary(gru, x):
    _, h_n = gru(x.squeeze(-1))
    return torch.cat([h_n[-2], h_n[-1]], dim=1)
