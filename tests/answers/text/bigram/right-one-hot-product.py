# right
import torch
from torch import nn


def bigram(texts, num_letters, smoothing):
    counts = smoothing * torch.ones(num_letters, num_letters)
    for text in texts:
        hot = nn.functional.one_hot(text, num_letters).float()
        counts = counts + hot[:-1].T @ hot[1:]
    return nn.functional.normalize(counts, p=1.0, dim=1)
