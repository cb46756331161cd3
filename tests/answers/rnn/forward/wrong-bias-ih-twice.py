# slip: bias-ih-twice
import torch


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    h = h_0[0]
    outputs = []
    for x_t in x:
        h = torch.tanh(x_t @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_ih)
        outputs.append(h)
    return torch.stack(outputs), h.unsqueeze(0)
