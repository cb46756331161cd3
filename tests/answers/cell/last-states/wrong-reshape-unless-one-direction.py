# slip: reshape-scramble
import torch


def last_states(h_n, num_layers, bidirectional):
    if not bidirectional:
        return h_n[-1]
    return h_n[-2:].view(h_n.shape[1], 2 * h_n.shape[2])
