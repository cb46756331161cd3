# right
import torch


def loop(cell, x, hx):
    """Keyword arguments, and a list instead of a tuple."""
    states = [hx]
    for t in range(x.size(0)):
        states.append(cell(input=x[t], hx=states[t]))
    return [torch.stack(states[1:], dim=0), states[-1]]
