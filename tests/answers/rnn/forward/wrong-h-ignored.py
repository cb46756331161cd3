# slip: h-ignored
import torch


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    output = torch.tanh(x @ weight_ih.T + bias_ih + bias_hh)
    return output, output[-1:]
