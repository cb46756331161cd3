# slip: each-half-squashed
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    act = getattr(torch, nonlinearity)
    from_x = act(x @ weight_ih.T + bias_ih)
    from_h = act(h @ weight_hh.T + bias_hh)
    return from_x + from_h
