# rung: edges
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def encode(gru, x, lengths):
    _, h_n = gru(pack_padded_sequence(x, lengths, enforce_sorted=False))
    forward, backward = h_n[-2:] if gru.num_layers > 1 else h_n.flip(0)
    return torch.cat([forward, backward], dim=1)
