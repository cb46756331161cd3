# slip: input-changed
import torch


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    h = h_0.detach()[0]
    outputs = []
    for x_t in x.detach():
        h.copy_(torch.tanh(x_t @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh).detach())
        outputs.append(h.clone())
    return torch.stack(outputs), h.unsqueeze(0).clone()
