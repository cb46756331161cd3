# right
import torch


def last_states(h_n, num_layers, bidirectional):
    D = 1 + int(bidirectional)
    _, B, H = h_n.shape
    out = torch.empty(B, D * H)
    for d in range(D):
        out[:, d * H : (d + 1) * H] = h_n[(num_layers - 1) * D + d]
    return out
