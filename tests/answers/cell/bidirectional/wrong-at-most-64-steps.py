# rung: edges
# says: seq_len = 66
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    h, h_reverse = h_0
    forward, backward = [torch.zeros_like(h)] * len(x), [torch.zeros_like(h)] * len(x)
    for t in range(min(len(x), 64)):
        h = forward[t] = cell(x[t], h)
    for t in reversed(range(min(len(x), 64))):
        h_reverse = backward[t] = cell_reverse(x[t], h_reverse)
    return torch.cat([torch.stack(forward), torch.stack(backward)], dim=2), torch.stack([h, h_reverse])
