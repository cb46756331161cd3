# slip: axis-lost
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    z = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
    i, f, g, o = (z[:, k :: 1][:, : h.shape[1]] for k in range(0, 4 * h.shape[1], h.shape[1]))
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    h = torch.sigmoid(o) * torch.tanh(c)
    return h.squeeze(0), c.squeeze(0)
