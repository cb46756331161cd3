# rung: edges
import torch


def stack(cells, x, h_0):
    if x.shape[0] == h_0.shape[1]:
        x = x.transpose(0, 1)
    hs, out = list(h_0), []
    for x_t in x:
        for k, cell in enumerate(cells):
            hs[k] = x_t = cell(x_t, hs[k])
        out.append(x_t)
    return torch.stack(out), torch.stack(hs)
