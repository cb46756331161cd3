# slip: unpacked-wrongly
# says: There are more or fewer parts than names on the left: print what is unpacked, and how many parts it has.
import torch


def last_states(h_n, num_layers, bidirectional):
    forward, backward = h_n
    return torch.cat([forward, backward], dim=-1)
