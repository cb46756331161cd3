# slip: input-gate-missing
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    z = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
    H = h.shape[1]
    f, g, o = z[:, H : 2 * H].sigmoid(), z[:, 2 * H : 3 * H].tanh(), z[:, 3 * H :].sigmoid()
    c = f * c + g
    return o * torch.tanh(c), c
