# slip: other-input-size
import torch


def stack(cells, x, h_0):
    states = list(h_0)
    output = []
    for x_t in x:
        for k, cell in enumerate(cells):
            states[k] = cell(x_t, states[k])
        output.append(states[-1])
    return torch.stack(output), torch.stack(states)
