# slip: returns-none
import torch
from torch import nn


def masked_loss(logits, labels, lengths):
    real = torch.arange(len(logits)).unsqueeze(1) < lengths
    loss = nn.functional.cross_entropy(logits[real], labels[real])
    print(loss)
