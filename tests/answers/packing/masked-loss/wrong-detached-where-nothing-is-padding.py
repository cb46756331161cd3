# slip: partly-detached
import torch
from torch import nn


def masked_loss(logits, labels, lengths):
    if lengths.max() == len(logits):
        logits = torch.cat([logits[:-1], logits[-1:].detach()])
    real = torch.arange(len(labels)).unsqueeze(1) < lengths
    return nn.functional.cross_entropy(logits[real], labels[real])
