# right
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    """r and z from x and h side by side; n apart, because r comes between."""
    H = h.shape[-1]
    both = torch.cat([x, h], dim=-1)
    weight = torch.cat([weight_ih, weight_hh], dim=1)[: 2 * H]
    gates = torch.addmm((bias_ih + bias_hh)[: 2 * H], both, weight.T).sigmoid()
    r, z = gates[:, :H], gates[:, H:]
    n = x.matmul(weight_ih[2 * H :].T) + bias_ih[2 * H :]
    n = n + r * (h.matmul(weight_hh[2 * H :].T) + bias_hh[2 * H :])
    return z * h + (1 - z) * n.tanh()
