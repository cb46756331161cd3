# right
import torch
from torch.nn.utils.rnn import pad_packed_sequence


def unpad_to(packed, total_length):
    padded, _ = pad_packed_sequence(packed)
    padded = padded[:total_length]
    filled = torch.cat([padded, padded.new_zeros(total_length - len(padded), *padded.shape[1:])])
    return filled.transpose(0, 1)
