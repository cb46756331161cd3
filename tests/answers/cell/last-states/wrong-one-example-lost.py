# slip: axis-lost
# says: squeeze() takes away every axis of size 1, and an index its axis: keep those asked for.
import torch


def last_states(h_n, num_layers, bidirectional):
    top = torch.cat([*h_n[-2:]], dim=-1) if bidirectional else h_n[-1]
    return top[0] if len(top) == 1 and not bidirectional else top
