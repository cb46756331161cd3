# right
import torch


def stack(cells, x, h_0):
    """A table with a row per layer and a column per step, the start included; filled by anti-diagonals."""
    T, L = len(x), len(cells)
    table = {(k, -1): h_0[k] for k in range(L)} | {(-1, t): x[t] for t in range(T)}
    for diagonal in range(T + L - 1):
        for k in range(L):
            t = diagonal - k
            if 0 <= t < T:
                table[k, t] = cells[k](table[k - 1, t], table[k, t - 1])
    output = torch.stack([table[L - 1, t] for t in range(T)])
    return [output, torch.stack([table[k, T - 1] for k in range(L)])]
