# slip: number-for-tensor
# says: Return the tensor itself: leave out .item(), float(…) and int(…).
import torch
from torch import nn


def masked_loss(logits, labels, lengths):
    real = torch.arange(len(logits)).unsqueeze(1) < lengths
    return nn.functional.cross_entropy(logits[real], labels[real]).item()
