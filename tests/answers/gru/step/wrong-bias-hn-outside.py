# slip: bias-hn-outside
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    bias = bias_ih + bias_hh
    gi = x @ weight_ih.T + bias
    gh = h @ weight_hh.T
    H = h.shape[1]
    r = torch.sigmoid(gi[:, :H] + gh[:, :H])
    z = torch.sigmoid(gi[:, H : 2 * H] + gh[:, H : 2 * H])
    n = torch.tanh(gi[:, 2 * H :] + r * gh[:, 2 * H :])
    return (1 - z) * n + z * h
