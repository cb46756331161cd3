# right
import numpy as np
import torch


def bigram(texts, num_letters, smoothing):
    counts = np.full((num_letters, num_letters), smoothing)
    for text in texts:
        numbers = text.numpy()
        np.add.at(counts, (numbers[:-1], numbers[1:]), 1)
    return torch.from_numpy(counts / counts.sum(axis=1, keepdims=True)).float()
