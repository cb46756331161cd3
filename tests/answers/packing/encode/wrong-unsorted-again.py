# slip: unsorted-again
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def encode(gru, x, lengths):
    packed = pack_padded_sequence(x, lengths, enforce_sorted=False)
    _, h_n = gru(packed)
    h_n = h_n[:, packed.unsorted_indices]
    return torch.cat([h_n[-2], h_n[-1]], dim=-1)
