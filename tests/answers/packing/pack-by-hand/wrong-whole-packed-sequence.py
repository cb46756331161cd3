# slip: whole-packed-sequence
from torch.nn.utils.rnn import pack_padded_sequence


def pack_by_hand(padded, lengths):
    return pack_padded_sequence(padded, lengths, enforce_sorted=False)
