# slip: other-input-size
import torch


def stack(cells, x, h_0):
    states, output = list(h_0), []
    for below in x.squeeze(-1):
        for k, cell in enumerate(cells):
            states[k] = below = cell(below, states[k])
        output.append(below)
    return torch.stack(output), torch.stack(states)
