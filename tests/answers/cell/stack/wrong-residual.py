# rung: values
import torch


def stack(cells, x, h_0):
    """Each layer above adds what it read."""
    states = list(h_0)
    output = []
    for x_t in x:
        states[0] = below = cells[0](x_t, states[0])
        for k in range(1, len(cells)):
            states[k] = cells[k](below, states[k])
            below = below + states[k]
        output.append(below)
    return torch.stack(output), torch.stack(states)
