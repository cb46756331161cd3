# right
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    """As on paper: W x + U h + b, vectors in columns."""
    h, c = state[0].T, state[1].T
    a = weight_ih @ x.T + weight_hh @ h + (bias_ih + bias_hh)[:, None]
    H = len(h)
    i, f = torch.sigmoid(a[:H]), torch.sigmoid(a[H : 2 * H])
    g, o = torch.tanh(a[2 * H : 3 * H]), torch.sigmoid(a[3 * H :])
    c = f * c + i * g
    h = o * torch.tanh(c)
    return h.T, c.T
