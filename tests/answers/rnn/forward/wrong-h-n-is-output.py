# slip: h-n-is-output
import torch


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    """output and h_n are redundant."""
    h = h_0[0]
    outputs = []
    for x_t in x:
        h = torch.tanh(x_t @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)
        outputs.append(h)
    output = torch.stack(outputs)
    return output, output
