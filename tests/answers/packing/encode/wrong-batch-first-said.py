# slip: packed-wrongly
# says: The packed batch is not whole: is batch first or time first, and is no length too long?
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def encode(gru, x, lengths):
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    h_n = gru(packed)[1]
    return torch.cat([h_n[-2], h_n[-1]], dim=1)
