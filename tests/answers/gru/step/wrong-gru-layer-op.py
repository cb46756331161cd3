# slip: ready-made
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    """A layer over a sequence of one step."""
    params = [weight_ih, weight_hh, bias_ih, bias_hh]
    _, h_n = torch.gru(x[None], h[None], params, True, 1, 0.0, False, False, False)
    return h_n[0]
