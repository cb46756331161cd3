# right
import torch
import torch.nn.functional as F


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    """All that does not wait for the state at once, then the loop."""
    from_x = F.linear(x, weight_ih, bias_ih)
    hs = [h_0[0]]
    for a in from_x.unbind():
        hs.append((a + F.linear(hs[-1], weight_hh, bias_hh)).tanh())
    return torch.stack(hs[1:]), hs[-1][None]
