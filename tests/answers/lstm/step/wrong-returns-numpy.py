# slip: returns-numpy
# says: Stay with torch operations: a NumPy array carries no gradient.
import numpy as np


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    x, h, c, wi, wh, bi, bh = (t.detach().numpy() for t in (x, *state, weight_ih, weight_hh, bias_ih, bias_hh))
    i, f, g, o = np.split(x @ wi.T + bi + h @ wh.T + bh, 4, axis=1)
    c = c / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
    return np.tanh(c) / (1 + np.exp(-o)), c
