# right
import torch


def one_example_step(x, h, c, weight_ih, weight_hh, bias):
    i, f, g, o = (weight_ih @ x + weight_hh @ h + bias).chunk(4)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    batched = torch.vmap(one_example_step, in_dims=(0, 0, 0, None, None, None))
    return batched(x, *state, weight_ih, weight_hh, bias_ih + bias_hh)
