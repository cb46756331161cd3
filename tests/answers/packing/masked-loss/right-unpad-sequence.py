# right
import torch
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import unpad_sequence


def masked_loss(logits, labels, lengths):
    real = [torch.cat(unpad_sequence(each, lengths)) for each in (logits, labels)]
    return cross_entropy(*real)
