# right
import torch
from torch.nn.utils.rnn import unpack_sequence


def unpad_to(packed, total_length):
    rows = []
    for sequence in unpack_sequence(packed):
        sequence = sequence[:total_length]
        rows.append(torch.cat([sequence, torch.zeros(total_length - len(sequence), sequence.shape[1])]))
    return torch.stack(rows)
