# slip: weights-reshaped
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    B, F = x.shape
    H = h.shape[1]
    total = x @ weight_ih.view(F, H) + bias_ih + h @ weight_hh.view(H, H) + bias_hh
    return torch.tanh(total) if nonlinearity == "tanh" else torch.relu(total)
