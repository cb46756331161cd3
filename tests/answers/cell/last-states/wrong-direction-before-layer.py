# slip: direction-before-layer
import torch


def last_states(h_n, num_layers, bidirectional):
    D = 2 if bidirectional else 1
    B, H = h_n.shape[1:]
    h_n = h_n.view(D, num_layers, B, H)
    return torch.cat([h_n[d, -1] for d in range(D)], dim=-1)
