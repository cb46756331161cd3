# slip: ends-exchanged
import torch


def summary(gru, x):
    output, _ = gru(x)
    H = gru.hidden_size
    return torch.cat([output[0, :, :H], output[-1, :, H:]], dim=1)
