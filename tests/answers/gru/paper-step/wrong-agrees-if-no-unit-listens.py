# slip: never-agrees
# says: your agrees is False in every call
import torch


def paper_step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    r_x, z_x, n_x = (x @ weight_ih.T + bias_ih).chunk(3, dim=1)
    r_h, z_h, _ = (h @ weight_hh.T + bias_hh).chunk(3, dim=1)
    r, z = torch.sigmoid(r_x + r_h), torch.sigmoid(z_x + z_h)
    W_hn = weight_hh.chunk(3)[2]
    n = torch.tanh(n_x + (r * h) @ W_hn.T + bias_hh.chunk(3)[2])
    return (1 - z) * n + z * h, not W_hn.any().item()
