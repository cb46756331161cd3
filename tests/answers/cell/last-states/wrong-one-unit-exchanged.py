# rung: edges
import torch


def last_states(h_n, num_layers, bidirectional):
    if bidirectional and h_n.shape[2] == 1:
        return torch.cat([h_n[-1], h_n[-2]], dim=-1)
    return torch.cat([*h_n[-2:]], dim=-1) if bidirectional else h_n[-1]
