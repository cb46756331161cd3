# slip: softmax-forgotten
import torch
from torch import nn


def masked_loss(logits, labels, lengths):
    real = torch.arange(len(logits)).unsqueeze(1) < lengths
    return nn.functional.nll_loss(logits[real], labels[real])
