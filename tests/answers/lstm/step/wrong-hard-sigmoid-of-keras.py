# slip: hard-sigmoid-of-keras
import torch


def hard(a):
    return torch.clip(0.2 * a + 0.5, 0.0, 1.0)


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    i, f, g, o = (x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh).chunk(4, dim=1)
    c = hard(f) * c + hard(i) * g.tanh()
    return hard(o) * c.tanh(), c
