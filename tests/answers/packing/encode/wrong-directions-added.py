# slip: directions-added
from torch.nn.utils.rnn import pack_padded_sequence


def encode(gru, x, lengths):
    _, h_n = gru(pack_padded_sequence(x, lengths, enforce_sorted=False))
    return h_n[-2:].sum(0)
