# slip: orders-differ
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence


def masked_loss(logits, labels, lengths):
    scores = pack_padded_sequence(logits, lengths, enforce_sorted=False).data
    real = torch.arange(len(labels)).unsqueeze(1) < lengths
    return nn.functional.cross_entropy(scores, labels[real])
