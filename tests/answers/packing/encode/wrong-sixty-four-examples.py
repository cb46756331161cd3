# rung: edges
# says: with many examples
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def encode(gru, x, lengths):
    _, h_n = gru(pack_padded_sequence(x, lengths, enforce_sorted=False))
    top = torch.cat([h_n[-2], h_n[-1]], dim=1)
    return top[torch.arange(len(lengths)) % 64]
