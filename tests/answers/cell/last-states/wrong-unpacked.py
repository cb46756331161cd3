# slip: unpacked-wrongly
import torch


def last_states(h_n, num_layers, bidirectional):
    forward, backward = h_n
    return torch.cat([forward, backward], dim=-1)
