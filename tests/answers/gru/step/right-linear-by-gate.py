# right
import torch.nn.functional as F
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    W = dict(zip("rzn", weight_ih.chunk(3), strict=True))
    U = dict(zip("rzn", weight_hh.chunk(3), strict=True))
    b = dict(zip("rzn", bias_ih.chunk(3), strict=True))
    c = dict(zip("rzn", bias_hh.chunk(3), strict=True))
    r = F.sigmoid(F.linear(x, W["r"], b["r"]) + F.linear(h, U["r"], c["r"]))
    z = F.sigmoid(F.linear(x, W["z"], b["z"]) + F.linear(h, U["z"], c["z"]))
    n = F.tanh(F.linear(x, W["n"], b["n"]) + r * F.linear(h, U["n"], c["n"]))
    return torch.lerp(n, h, z)
