# slip: first-and-last-row
import torch


def last_states(h_n, num_layers, bidirectional):
    if not bidirectional:
        return h_n[-1]
    return torch.cat([h_n[0], h_n[-1]], dim=1)
