# slip: unpacked-wrongly
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def encode(gru, x, lengths):
    _, h_n = gru(pack_padded_sequence(x, lengths, enforce_sorted=False))
    *_, _below, _below_too, forward, backward = h_n
    return torch.cat([forward, backward], dim=1)
