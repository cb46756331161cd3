# rung: edges
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    """Cuts along the axis that looks like four blocks."""
    h, c = state
    gates = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
    dim = 0 if gates.shape[0] == 4 * h.shape[1] else 1
    i, f, g, o = gates.chunk(4, dim=dim)
    if dim == 0:
        i, f, g, o = (gate[:, : h.shape[1]].repeat(4, 1) for gate in (i, f, g, o))
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c
