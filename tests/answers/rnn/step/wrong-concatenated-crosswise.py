# slip: concatenated-crosswise
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    hx = torch.cat((h, x), dim=-1)
    weight = torch.cat((weight_ih, weight_hh), dim=-1)
    total = hx @ weight.T + bias_ih + bias_hh
    return getattr(torch, nonlinearity)(total)
