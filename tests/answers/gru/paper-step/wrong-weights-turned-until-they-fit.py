# rung: edges
import torch


def paper_step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    def fits(weight, v):
        return v @ (weight if weight.shape[0] == v.shape[1] else weight.T)

    (W_r, W_z, W_n), (U_r, U_z, U_n) = weight_ih.chunk(3), weight_hh.chunk(3)
    (b_r, b_z, b_n), (c_r, c_z, c_n) = bias_ih.chunk(3), bias_hh.chunk(3)
    r = torch.sigmoid(fits(W_r, x) + b_r + h @ U_r.T + c_r)
    z = torch.sigmoid(fits(W_z, x) + b_z + h @ U_z.T + c_z)
    n = torch.tanh(fits(W_n, x) + b_n + (r * h) @ U_n.T + c_n)
    new = (1 - z) * n + z * h
    theirs = torch.gru_cell(x, h, weight_ih, weight_hh, bias_ih, bias_hh)
    return new, torch.allclose(new, theirs, atol=1e-5)
