# right
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def masked_mean(output, lengths):
    packed = pack_padded_sequence(output, lengths, enforce_sorted=False)
    clean, _ = pad_packed_sequence(packed)  # zeros in the padding now
    return clean.sum(0) / lengths.view(-1, 1)
