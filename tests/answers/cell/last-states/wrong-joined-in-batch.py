# slip: joined-in-batch
import torch


def last_states(h_n, num_layers, bidirectional):
    if bidirectional:
        return torch.cat([h_n[-2], h_n[-1]])
    return h_n[-1]
