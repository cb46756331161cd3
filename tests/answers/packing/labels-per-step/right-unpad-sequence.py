# right
import torch
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import unpad_sequence


def labels_per_step(logits, labels, lengths):
    scores = torch.cat(unpad_sequence(logits, lengths, batch_first=True))
    classes = torch.cat(unpad_sequence(labels, lengths, batch_first=True))
    return cross_entropy(scores, classes)
