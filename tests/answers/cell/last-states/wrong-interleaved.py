# slip: interleaved
import torch


def last_states(h_n, num_layers, bidirectional):
    if not bidirectional:
        return h_n[-1]
    return torch.stack([h_n[-2], h_n[-1]], dim=2).view(h_n.shape[1], -1)
