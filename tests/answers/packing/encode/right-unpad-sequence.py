# right
import torch
from torch.nn.utils.rnn import unpad_sequence


def encode(gru, x, lengths):
    last = [gru(steps)[1][-2:].flatten() for steps in unpad_sequence(x, lengths)]
    return torch.stack(last)
