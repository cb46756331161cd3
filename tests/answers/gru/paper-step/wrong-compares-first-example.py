# rung: edges
# says: Work the example of this call by hand.
import torch


def paper_step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    theirs = torch.gru_cell(x, h, weight_ih, weight_hh, bias_ih, bias_hh)
    a, b = (x @ weight_ih.T + bias_ih).chunk(3, 1), (h @ weight_hh.T + bias_hh).chunk(3, 1)
    r, z = torch.sigmoid(a[0] + b[0]), torch.sigmoid(a[1] + b[1])
    n = torch.tanh(a[2] + (r * h) @ weight_hh.chunk(3)[2].T + bias_hh.chunk(3)[2])
    new = (1 - z) * n + z * h
    return new, torch.allclose(new[0], theirs[0], atol=1e-5)
