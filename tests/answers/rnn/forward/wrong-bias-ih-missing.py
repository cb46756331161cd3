# slip: bias-ih-missing
import torch


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    from_x = x @ weight_ih.T
    h = h_0
    outputs = []
    for t in range(len(x)):
        h = torch.tanh(from_x[t] + h @ weight_hh.T + bias_hh)
        outputs.append(h[0])
    return torch.stack(outputs), h
