# slip: bottom-layer-out
import torch


def stack(cells, x, h_0):
    states = list(h_0)
    output = []
    for x_t in x:
        for k, cell in enumerate(cells):
            states[k] = cell(x_t if k == 0 else states[k - 1], states[k])
        output.append(states[0])
    return torch.stack(output), torch.stack(states)
