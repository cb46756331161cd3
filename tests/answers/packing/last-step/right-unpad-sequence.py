# right
import torch
from torch.nn.utils.rnn import unpad_sequence


def last_step(output, lengths):
    return torch.stack([steps[-1] for steps in unpad_sequence(output, lengths)])
