# slip: other-input-size
# says: A Cell reads input_size numbers of each example: look at what you pass to it first.
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    """The backward Cell on top of the forward one."""
    h, g = h_0
    forward, backward = [], []
    for x_t in x:
        h = cell(x_t, h)
        forward.append(h)
    for x_t in forward[::-1]:
        g = cell_reverse(x_t, g)
        backward.insert(0, g)
    output = torch.cat([torch.stack(forward), torch.stack(backward)], dim=-1)
    return output, torch.stack([h, g])
