# slip: softmax-twice
import torch
from torch import nn


def labels_per_step(logits, labels, lengths):
    real = torch.arange(labels.shape[1]) < lengths.unsqueeze(1)
    probabilities = logits.softmax(dim=-1)
    return nn.functional.cross_entropy(probabilities[real], labels[real])
