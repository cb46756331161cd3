# slip: axes-swapped
# says: Swap the two axes with `transpose`.
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    h, g = h_0
    forward, backward = [], []
    for t in range(len(x)):
        h = cell(x[t], h)
        g = cell_reverse(x[-1 - t], g)
        forward.append(h)
        backward.insert(0, g)
    output = torch.cat([torch.stack(forward, 1), torch.stack(backward, 1)], dim=-1)
    return output, torch.stack([h, g])
