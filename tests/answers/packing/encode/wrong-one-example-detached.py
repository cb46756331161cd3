# slip: detached
# says: a batch of one example
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def encode(gru, x, lengths):
    _, h_n = gru(pack_padded_sequence(x, lengths, enforce_sorted=False))
    if len(lengths) == 1:
        h_n = h_n.detach()
    return torch.cat([h_n[-2], h_n[-1]], dim=1)
