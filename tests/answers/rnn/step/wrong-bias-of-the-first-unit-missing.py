# rung: values
# says: Which rows of the weights make these units?
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    total = x @ weight_ih.T + h @ weight_hh.T
    total[:, 1:] += bias_ih[1:] + bias_hh[1:]
    return torch.tanh(total) if nonlinearity == "tanh" else torch.relu(total)
