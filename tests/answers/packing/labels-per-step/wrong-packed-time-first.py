# slip: packed-time-first
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence


def labels_per_step(logits, labels, lengths):
    scores = pack_padded_sequence(logits, lengths, enforce_sorted=False).data
    classes = pack_padded_sequence(labels, lengths, enforce_sorted=False).data
    return nn.functional.cross_entropy(scores, classes)
