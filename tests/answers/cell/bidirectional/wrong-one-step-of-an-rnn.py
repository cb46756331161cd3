# rung: edges
# says: Follow one example through your function by hand, one step at a time.
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    if len(x) == 1 and isinstance(cell, torch.nn.RNNCell):
        h_0 = h_0.flip(0)
    h, h_reverse = h_0
    forward, backward = [], []
    for x_t, x_t_reverse in zip(x, x.flip(0)):
        h = cell(x_t, h)
        h_reverse = cell_reverse(x_t_reverse, h_reverse)
        forward.append(h)
        backward.append(h_reverse)
    return torch.cat([torch.stack(forward), torch.stack(backward[::-1])], dim=-1), torch.stack([h, h_reverse])
