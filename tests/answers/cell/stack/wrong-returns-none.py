# slip: returns-none
import torch


def stack(cells, x, h_0):
    states = list(h_0)
    output = []
    for x_t in x:
        for k, cell in enumerate(cells):
            x_t = states[k] = cell(x_t, states[k])
        output.append(x_t)
    output, h_n = torch.stack(output), torch.stack(states)
