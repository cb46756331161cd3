# slip: input-changed
import torch


def stack(cells, x, h_0):
    output = []
    for x_t in x:
        for k, cell in enumerate(cells):
            h_0[k] = x_t = cell(x_t, h_0[k].clone())
        output.append(x_t)
    return torch.stack(output), h_0.clone()
