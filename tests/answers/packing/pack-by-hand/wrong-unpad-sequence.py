# slip: ready-made
import torch
from torch.nn.utils.rnn import pack_sequence, unpad_sequence


def pack_by_hand(padded, lengths):
    packed = pack_sequence(unpad_sequence(padded, lengths), enforce_sorted=False)
    return packed.data, packed.batch_sizes, packed.sorted_indices
