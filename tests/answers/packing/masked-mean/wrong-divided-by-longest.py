# slip: divided-by-longest
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def masked_mean(output, lengths):
    clean, _ = pad_packed_sequence(pack_padded_sequence(output, lengths, enforce_sorted=False))
    return clean.mean(0)
