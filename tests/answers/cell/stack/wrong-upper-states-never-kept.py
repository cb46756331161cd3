# rung: values
# says: What does a layer take over from the one below?
import torch


def stack(cells, x, h_0):
    states = list(h_0)
    output = []
    for x_t in x:
        for layer, cell in enumerate(cells):
            x_t = states[layer] = cell(x_t, states[layer])
        output.append(x_t)
    return torch.stack(output), torch.stack([states[0], *h_0[1:]])
