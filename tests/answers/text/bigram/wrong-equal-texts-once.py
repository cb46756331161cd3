# rung: edges
# says: two texts, each of them twice
import torch


def bigram(texts, num_letters, smoothing):
    counts = torch.full((num_letters, num_letters), smoothing)
    for text in {tuple(text.tolist()) for text in texts}:
        for before, after in zip(text[:-1], text[1:]):
            counts[before, after] += 1
    return counts / counts.sum(1, keepdim=True)
