# slip: detaches-between-steps
import torch


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    h = h_0[0]
    outputs = []
    for x_t in x:
        new = torch.tanh(x_t @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)
        outputs.append(new)
        h = new.data
    return torch.stack(outputs), new.unsqueeze(0)
