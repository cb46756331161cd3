# slip: two-rows-always
import torch


def last_states(h_n, num_layers, bidirectional):
    return torch.cat([h_n[-2], h_n[-1]], dim=1)
