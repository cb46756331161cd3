# slip: not-sorted
# says: PyTorch sorts, and puts everything back, with enforce_sorted=False.
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def encode(gru, x, lengths):
    _, h_n = gru(pack_padded_sequence(x, lengths))
    return torch.cat([h_n[-2], h_n[-1]], dim=-1)
