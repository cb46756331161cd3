# slip: detached
import numpy as np
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    x, h, w_ih, w_hh, b_ih, b_hh = (
        t.detach().numpy() for t in (x, h, weight_ih, weight_hh, bias_ih, bias_hh)
    )
    a = np.dot(x, w_ih.T) + np.dot(h, w_hh.T) + b_ih + b_hh
    return torch.from_numpy(np.tanh(a) if nonlinearity == "tanh" else np.maximum(a, 0))
