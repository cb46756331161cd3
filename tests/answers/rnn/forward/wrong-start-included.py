# slip: start-included
import torch


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    states = [h_0[0]]
    for x_t in x:
        h = torch.tanh(x_t @ weight_ih.T + bias_ih + states[-1] @ weight_hh.T + bias_hh)
        states.append(h)
    return torch.stack(states), states[-1].unsqueeze(0)
