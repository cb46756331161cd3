# slip: row-of-num-layers
import torch


def last_states(h_n, num_layers, bidirectional):
    top = num_layers - 1
    if bidirectional:
        return torch.cat([h_n[top], h_n[top + 1]], dim=1)
    return h_n[top]
