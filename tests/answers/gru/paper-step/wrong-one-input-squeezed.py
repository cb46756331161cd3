# rung: edges
# says: Run your function in a cell of its own, with such arguments, to see the whole error.
import torch


def paper_step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    theirs = torch.gru_cell(x, h, weight_ih, weight_hh, bias_ih, bias_hh)
    a, b = (x.squeeze(-1) @ weight_ih.squeeze(-1).T + bias_ih).chunk(3, 1), (h @ weight_hh.T + bias_hh).chunk(3, 1)
    r, z = torch.sigmoid(a[0] + b[0]), torch.sigmoid(a[1] + b[1])
    n = torch.tanh(a[2] + (r * h) @ weight_hh.chunk(3)[2].T + bias_hh.chunk(3)[2])
    new = (1 - z) * n + z * h
    return new, torch.allclose(new, theirs, atol=1e-5)
