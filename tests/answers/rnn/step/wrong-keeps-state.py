# slip: keeps-state
import torch

last = []


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    if last and last[-1].shape == h.shape:
        h = last[-1]
    total = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
    h = torch.tanh(total) if nonlinearity == "tanh" else torch.relu(total)
    last.append(h.detach())
    return h
