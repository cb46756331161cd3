# slip: gate-order-figo
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    blocks = zip(*(t.chunk(4) for t in (weight_ih, weight_hh, bias_ih, bias_hh)), strict=True)
    zf, zi, zg, zo = (x @ wi.T + bi + h @ wh.T + bh for wi, wh, bi, bh in blocks)
    c = torch.sigmoid(zf) * c + torch.sigmoid(zi) * torch.tanh(zg)
    return torch.sigmoid(zo) * torch.tanh(c), c
