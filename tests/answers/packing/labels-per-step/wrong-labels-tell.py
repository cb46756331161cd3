# slip: labels-tell
from torch import nn


def labels_per_step(logits, labels, lengths):
    known = labels >= 0
    return nn.functional.cross_entropy(logits[known], labels[known])
