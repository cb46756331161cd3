# slip: wrong-dtype
import numpy as np
import torch


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    T, B, _ = x.shape
    output = np.zeros((T, B, h_0.shape[2]))
    h = h_0[0].detach().numpy()
    w_ih, w_hh, b_ih, b_hh = (w.detach().numpy() for w in (weight_ih, weight_hh, bias_ih, bias_hh))
    for t in range(T):
        h = np.tanh(x[t].detach().numpy() @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
        output[t] = h
    return torch.from_numpy(output), torch.from_numpy(h[None])
