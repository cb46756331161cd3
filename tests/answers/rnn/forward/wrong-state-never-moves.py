# slip: state-never-moves
import torch


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    hx = h_0[0]
    output = []
    for i in range(x.shape[0]):
        h = torch.tanh(x[i] @ weight_ih.T + bias_ih + hx @ weight_hh.T + bias_hh)
        output.append(h)
    return torch.stack(output), h.unsqueeze(0)
