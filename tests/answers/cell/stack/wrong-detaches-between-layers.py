# slip: detaches-between-layers
import torch


def stack(cells, x, h_0):
    last = []
    for cell, h in zip(cells, h_0):
        states = []
        for x_t in x:
            h = cell(x_t, h)
            states.append(h)
        output = torch.stack(states)
        x = output.data
        last.append(h)
    return output, torch.stack(last)
