# slip: sorted-twice
from torch.nn.utils.rnn import pack_padded_sequence
import torch


def encode(gru, x, lengths):
    sorted_lengths, order = lengths.sort(descending=True)
    _, h_n = gru(pack_padded_sequence(x[:, order], sorted_lengths))
    return torch.cat([h_n[-2], h_n[-1]], dim=1)[order]
