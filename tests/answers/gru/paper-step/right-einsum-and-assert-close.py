# right
import torch


def paper_step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    H = h.shape[1]
    W, U = weight_ih.reshape(3, H, -1), weight_hh.reshape(3, H, H)
    b = (bias_ih + bias_hh).reshape(3, H)
    r = torch.sigmoid(torch.einsum("bf,hf->bh", x, W[0]) + torch.einsum("bk,hk->bh", h, U[0]) + b[0])
    z = torch.sigmoid(torch.einsum("bf,hf->bh", x, W[1]) + torch.einsum("bk,hk->bh", h, U[1]) + b[1])
    n = torch.tanh(torch.einsum("bf,hf->bh", x, W[2]) + torch.einsum("bk,bk,hk->bh", r, h, U[2]) + b[2])
    new = z * h + (1 - z) * n
    try:
        torch.testing.assert_close(new, torch.gru_cell(x, h, weight_ih, weight_hh, bias_ih, bias_hh))
    except AssertionError:
        return new, False
    return new, True
