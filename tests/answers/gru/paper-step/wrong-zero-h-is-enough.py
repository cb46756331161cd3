# slip: zero-h-is-enough
import torch


def gates(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    sums = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
    return torch.sigmoid(sums).chunk(3, dim=1)


def paper_step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    r, z, _ = gates(x, h, weight_ih, weight_hh, bias_ih, bias_hh)
    H = h.shape[1]
    from_x = x @ weight_ih[2 * H :].T + bias_ih[2 * H :]
    W, b = weight_hh[2 * H :], bias_hh[2 * H :]
    n = torch.tanh(from_x + (r * h) @ W.T + b)
    torch_n = torch.tanh(from_x + r * (h @ W.T + b))
    h_new = (1 - z) * n + z * h
    torch_h = (1 - z) * torch_n + z * h
    return h_new, bool((h == 0).all())
