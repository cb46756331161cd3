# right
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def encode(gru, x, lengths):
    output, _ = gru(pack_padded_sequence(x, lengths, enforce_sorted=False))
    output, _ = pad_packed_sequence(output)
    H = gru.hidden_size
    return torch.cat([output[lengths - 1, torch.arange(len(lengths)), :H], output[0, :, H:]], dim=1)
