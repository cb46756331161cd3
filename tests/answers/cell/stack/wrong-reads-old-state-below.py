# slip: reads-old-state-below
import torch


def stack(cells, x, h_0):
    states = list(h_0)
    output = []
    for x_t in x:
        inputs = [x_t, *states[:-1]]
        states = [cell(i, h) for cell, i, h in zip(cells, inputs, states)]
        output.append(states[-1])
    return torch.stack(output), torch.stack(states)
