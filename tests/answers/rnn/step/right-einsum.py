# right
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    total = torch.einsum("bf,hf->bh", x, weight_ih) + torch.einsum("bk,hk->bh", h, weight_hh)
    total = total + bias_ih + bias_hh
    if nonlinearity == "relu":
        return total.clamp(min=0)
    return total.tanh()
