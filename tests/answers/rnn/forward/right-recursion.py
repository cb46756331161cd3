# right
import torch


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    h = torch.tanh(x[:1] @ weight_ih.T + bias_ih + h_0 @ weight_hh.T + bias_hh)
    if len(x) == 1:
        return h, h
    later, h_n = forward(x[1:], h, weight_ih, weight_hh, bias_ih, bias_hh)
    return torch.cat([h, later]), h_n
