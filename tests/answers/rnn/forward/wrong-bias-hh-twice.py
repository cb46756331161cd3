# slip: bias-hh-twice
import torch


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    h = h_0[0]
    output = []
    for x_t in x:
        h = torch.tanh(x_t @ weight_ih.T + bias_hh + h @ weight_hh.T + bias_hh)
        output.append(h)
    return torch.stack(output), h.unsqueeze(0)
