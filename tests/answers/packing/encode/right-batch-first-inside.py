# right
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def encode(gru, x, lengths):
    packed = pack_padded_sequence(x.transpose(0, 1), lengths.tolist(), batch_first=True, enforce_sorted=False)
    forward, backward = gru(packed)[1][-2:]
    return torch.hstack([forward, backward])
