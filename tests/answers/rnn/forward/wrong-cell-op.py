# slip: ready-made
# says: runs `torch.rnn_tanh_cell`, as `nn.RNNCell` does
import torch


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    h = h_0.squeeze(0)
    steps = []
    for t in range(x.shape[0]):
        h = torch.rnn_tanh_cell(x[t], h, weight_ih, weight_hh, bias_ih, bias_hh)
        steps.append(h)
    output = torch.stack(steps, dim=0)
    return output, output[-1:]
