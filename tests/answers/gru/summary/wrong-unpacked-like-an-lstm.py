# slip: unpacked-wrongly
# says: The state of a GRU is one tensor; only an LSTM has a c beside it.
import torch


def summary(gru, x):
    out, (h, c) = gru(x)
    return torch.cat([h[-2], h[-1]], dim=1)
