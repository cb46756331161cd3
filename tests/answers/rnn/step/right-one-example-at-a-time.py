# right
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    rows = []
    for x_b, h_b in zip(x, h):
        row = torch.mv(weight_ih, x_b) + torch.mv(weight_hh, h_b) + bias_ih + bias_hh
        rows.append(row.tanh() if nonlinearity == "tanh" else row.relu())
    return torch.stack(rows)
