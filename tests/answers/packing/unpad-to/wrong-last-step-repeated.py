# slip: last-step-repeated
import torch
from torch.nn.utils.rnn import unpack_sequence


def unpad_to(packed, total_length):
    rows = []
    for sequence in unpack_sequence(packed):
        steps = list(sequence)[:total_length]
        while len(steps) < total_length:
            steps.append(steps[-1])
        rows.append(torch.stack(steps))
    return torch.stack(rows)
