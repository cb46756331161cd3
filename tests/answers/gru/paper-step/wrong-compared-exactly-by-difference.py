# slip: compared-exactly
import torch


def paper_step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    W, U, b, c = weight_ih.chunk(3), weight_hh.chunk(3), bias_ih.chunk(3), bias_hh.chunk(3)
    r, z = (torch.sigmoid(x @ W[k].T + b[k] + h @ U[k].T + c[k]) for k in range(2))
    paper, pytorch = (r * h) @ U[2].T + c[2], r * (h @ U[2].T + c[2])
    new, other = ((1 - z) * torch.tanh(x @ W[2].T + b[2] + part) + z * h for part in (paper, pytorch))
    return new, bool(((new - other) == 0).all())
