# slip: time-reversed
import torch
from torch.nn.utils.rnn import pad_packed_sequence


def unpad_to(packed, total_length):
    room = max(total_length, len(packed.batch_sizes))
    padded, _ = pad_packed_sequence(packed, total_length=room)
    return torch.stack(padded[:total_length].unbind()[::-1], dim=1)
