# slip: other-parts
# says: Return just these, in this order, with a comma between them.
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    h, g = h_0
    forward, backward = [], []
    for t in range(len(x)):
        h = cell(x[t], h)
        g = cell_reverse(x[-1 - t], g)
        forward.append(h)
        backward.insert(0, g)
    return torch.stack(forward), torch.stack(backward), torch.stack([h, g])
