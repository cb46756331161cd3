# slip: directions-before-layers
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def encode(gru, x, lengths):
    _, h_n = gru(pack_padded_sequence(x, lengths, enforce_sorted=False))
    h_n = h_n.view(2, gru.num_layers, x.shape[1], gru.hidden_size)
    return torch.cat([h_n[0, -1], h_n[1, -1]], dim=-1)
