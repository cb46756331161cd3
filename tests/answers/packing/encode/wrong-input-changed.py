# slip: input-changed
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def encode(gru, x, lengths):
    packed = pack_padded_sequence(x, lengths, enforce_sorted=False)
    for k in range(len(lengths)):
        x.data[lengths[k] :, k] = 0
    _, h_n = gru(packed)
    return torch.cat([h_n[-2], h_n[-1]], dim=-1)
