# slip: layers-side-by-side
import torch


def stack(cells, x, h_0):
    outputs, last = [], []
    for cell, h in zip(cells, h_0):
        states = []
        for x_t in x:
            h = cell(x_t, h)
            states.append(h)
        x = torch.stack(states)
        outputs.append(x)
        last.append(h)
    return torch.cat(outputs, dim=2), torch.stack(last)
