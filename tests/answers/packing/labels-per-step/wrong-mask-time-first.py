# slip: mask-of-another-shape
# says: Batch is first here, so the mask is (B, T): the steps in a row, the lengths in a column.
import torch
from torch import nn


def labels_per_step(logits, labels, lengths):
    real = torch.arange(labels.shape[1]).unsqueeze(1) < lengths
    return nn.functional.cross_entropy(logits[real], labels[real])
