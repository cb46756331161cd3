# slip: bottom-layer
import torch


def last_states(h_n, num_layers, bidirectional):
    if bidirectional:
        return torch.cat((h_n[0], h_n[1]), dim=1)
    return h_n[0]
