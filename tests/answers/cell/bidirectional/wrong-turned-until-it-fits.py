# rung: edges
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    h, h_reverse = h_0
    forward, backward = [], []
    for x_t, x_t_reverse in zip(x, x.flip(0)):
        h = cell(x_t, h)
        h_reverse = cell_reverse(x_t_reverse, h_reverse)
        forward.append(h)
        backward.append(h_reverse)
    output = torch.cat([torch.stack(forward, 1), torch.stack(backward[::-1], 1)], dim=-1)
    return (output if output.shape[0] == len(x) else output.transpose(0, 1)), torch.stack([h, h_reverse])
