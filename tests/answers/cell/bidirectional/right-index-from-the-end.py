# right
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    T, B, _ = x.shape
    H = cell.hidden_size
    output = torch.zeros(T, B, 2 * H)
    h, g = h_0
    for t in range(T):
        h = cell(x[t], h)
        g = cell_reverse(x[T - 1 - t], g)
        output[t, :, :H] = h
        output[T - 1 - t, :, H:] = g
    return output, torch.stack([h, g])
