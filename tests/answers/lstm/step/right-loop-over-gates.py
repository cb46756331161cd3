# right
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    H = h.shape[1]
    gate = {}
    for k, name in enumerate("ifgo"):
        rows = slice(k * H, (k + 1) * H)
        z = x @ weight_ih[rows].t() + bias_ih[rows] + h @ weight_hh[rows].t() + bias_hh[rows]
        gate[name] = torch.tanh(z) if name == "g" else torch.sigmoid(z)
    c_new = gate["f"] * c + gate["i"] * gate["g"]
    return gate["o"] * torch.tanh(c_new), c_new
