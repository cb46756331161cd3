# right
import torch
from torch.nn.utils.rnn import unpad_sequence


def masked_mean(output, lengths):
    return torch.stack([steps.mean(0) for steps in unpad_sequence(output, lengths)])
