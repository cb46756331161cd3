# slip: mask-of-another-shape
# says: Time is first here, so the mask is (T, B): the steps in a column, the lengths in a row.
import torch
from torch import nn


def masked_loss(logits, labels, lengths):
    real = torch.arange(len(labels)) < lengths.unsqueeze(1)
    return nn.functional.cross_entropy(logits[real], labels[real])
