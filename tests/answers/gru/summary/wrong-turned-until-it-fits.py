# rung: edges
import torch


def summary(gru, x):
    output, _ = gru(x)
    H = gru.hidden_size
    if output.shape[0] == output.shape[1]:
        output = output.transpose(0, 1)
    return torch.cat([output[-1, :, :H], output[0, :, H:]], dim=1)
