# slip: bias-ih-twice
import torch.nn.functional as F


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    total = F.linear(x, weight_ih, bias_ih) + F.linear(h, weight_hh, bias_ih)
    return total.tanh() if nonlinearity == "tanh" else total.relu()
