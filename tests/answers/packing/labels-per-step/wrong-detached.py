# slip: detached
import torch
from torch import nn


def labels_per_step(logits, labels, lengths):
    real = torch.arange(labels.shape[1]) < lengths.unsqueeze(1)
    loss = nn.functional.cross_entropy(logits[real], labels[real])
    return torch.tensor(loss.item())
