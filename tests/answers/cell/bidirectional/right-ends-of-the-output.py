# right
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    """h_n read off both ends of the output."""
    states = {0: [h_0[0]], 1: [h_0[1]]}
    for direction, c in enumerate((cell, cell_reverse)):
        steps = range(len(x)) if direction == 0 else range(len(x) - 1, -1, -1)
        for t in steps:
            states[direction].append(c(x[t], states[direction][-1]))
    forward = torch.stack(states[0][1:])
    backward = torch.stack(states[1][:0:-1])
    return [torch.cat((forward, backward), 2), torch.stack((forward[-1], backward[0]))]
