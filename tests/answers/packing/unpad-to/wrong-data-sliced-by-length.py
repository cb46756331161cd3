# slip: data-sliced-by-length
import torch
from torch.nn.utils.rnn import pad_packed_sequence


def unpad_to(packed, total_length):
    _, lengths = pad_packed_sequence(packed)
    padded = torch.zeros(len(lengths), total_length, packed.data.shape[1])
    begin = 0
    for k, n in enumerate(lengths.tolist()):
        padded[k, :n] = packed.data[begin : begin + n]
        begin += n
    return padded
