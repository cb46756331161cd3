# right
import torch


def run(cell, x, h):
    states = []
    for x_t in x:
        h = cell(x_t, h)
        states.append(h)
    return torch.stack(states)


def stack(cells, x, h_0):
    output = run(cells[0], x, h_0[0])
    if len(cells) == 1:
        return output, output[-1:]
    top, h_n = stack(cells[1:], output, h_0[1:])
    return top, torch.cat([output[-1:], h_n])
