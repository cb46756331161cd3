# rung: values
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    turned = torch.zeros_like(x)
    for t in range(len(x) // 2):
        turned[t], turned[-1 - t] = x[-1 - t], x[t]
    f, b = h_0[0], h_0[1]
    A, Z = [], []
    for t in range(len(x)):
        f = cell(x[t], f)
        A.append(f)
        b = cell_reverse(turned[t], b)
        Z.insert(0, b)
    return torch.cat([torch.stack(A), torch.stack(Z)], 2), torch.stack([f, b])
