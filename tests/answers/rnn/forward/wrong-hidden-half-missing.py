# slip: hidden-half-missing
import torch
from torch import nn


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    outputs = []
    for x_t in x:
        h = torch.tanh(nn.functional.linear(x_t, weight_ih, bias_ih))
        outputs.append(h)
    return torch.stack(outputs), h.unsqueeze(0)
