# slip: matmul-shapes
# says: The last axis of the left factor must be as long as the first of the right one: print both shapes.
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    i, f, g, o = (x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh).chunk(4, dim=1)
    c = torch.sigmoid(f) @ c + torch.sigmoid(i) @ torch.tanh(g)
    return torch.sigmoid(o) @ torch.tanh(c), c
