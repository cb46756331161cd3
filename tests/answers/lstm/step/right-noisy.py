# right
import logging
import sys

import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    gates = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
    print("gates", gates.shape)
    print("DEBUG", gates.min(), file=sys.stderr)
    logging.getLogger("step").warning("about to cut")
    i, f, g, o = gates.chunk(4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    h = torch.sigmoid(o) * torch.tanh(c)
    print(h, c)
    return h, c
