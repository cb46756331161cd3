# slip: detached
import torch
from torch.nn.utils.rnn import unpack_sequence


def unpad_to(packed, total_length):
    sequences = unpack_sequence(packed)
    padded = torch.zeros(len(sequences), total_length, packed.data.shape[1])
    for k, sequence in enumerate(sequences):
        padded[k, : len(sequence)] = sequence.data[:total_length]
    return padded
