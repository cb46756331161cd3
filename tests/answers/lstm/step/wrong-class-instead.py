# slip: first-line-changed
import torch


class step:  # noqa: N801
    def __init__(self, x, state, weight_ih, weight_hh, bias_ih, bias_hh):
        h, c = state
        i, f, g, o = (x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh).chunk(4, dim=1)
        self.c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        self.h = torch.sigmoid(o) * torch.tanh(self.c)
