# rung: values
# says: What is different about these examples?
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    new_h, new_c = torch.zeros_like(h), torch.zeros_like(c)
    for b in range(3):
        i, f, g, o = (weight_ih @ x[b] + bias_ih + weight_hh @ h[b] + bias_hh).chunk(4)
        new_c[b] = torch.sigmoid(f) * c[b] + torch.sigmoid(i) * torch.tanh(g)
        new_h[b] = torch.sigmoid(o) * torch.tanh(new_c[b].clone())
    return new_h, new_c
