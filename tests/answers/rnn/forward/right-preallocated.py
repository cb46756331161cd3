# right
import torch


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    T, B, F = x.shape
    H = h_0.shape[2]
    output = torch.zeros(T, B, H)
    h = h_0.clone()
    for t in range(T):
        h = torch.tanh(x[t : t + 1] @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)
        output[t] = h[0]
    return output, h
