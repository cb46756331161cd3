# slip: axis-lost
# says: Which axis did you leave out? squeeze() takes away all of size 1, and an index its own.
import torch


def last_states(h_n, num_layers, bidirectional):
    top = torch.cat([*h_n[-2:]], dim=-1) if bidirectional else h_n[-1]
    return top[0] if len(top) == 1 and not bidirectional else top
