import torch


def bidirectional(cell, cell_reverse, x, h_0):
    turned = x.clone()
    for t in range(len(x) // 2):
        turned[t], turned[-1 - t] = x[-1 - t], x[t]
    if len(x) % 2 == 0:
        turned[len(x) // 2] = x[len(x) // 2]
    f, b = h_0[0], h_0[1]
    A, Z = [], []
    for t in range(len(x)):
        f = cell(x[t], f)
        A.append(f)
        b = cell_reverse(turned[t], b)
        Z.insert(0, b)
    return torch.cat([torch.stack(A), torch.stack(Z)], 2), torch.stack([f, b])
