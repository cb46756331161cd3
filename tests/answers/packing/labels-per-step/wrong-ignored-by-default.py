# slip: padding-counts
from torch import nn


def labels_per_step(logits, labels, lengths):
    return nn.functional.cross_entropy(logits.transpose(1, 2), labels, ignore_index=-100)
