# slip: packed-wrongly
# says: Is batch first or time first in what you pack?
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def encode(gru, x, lengths):
    order = lengths.argsort(descending=True)
    packed = pack_padded_sequence(x[:, order], lengths[order], batch_first=True)
    h_n = gru(packed)[1][:, order.argsort()]
    return torch.cat([h_n[-2], h_n[-1]], dim=1)
