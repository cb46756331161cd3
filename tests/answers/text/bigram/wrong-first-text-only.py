# slip: first-text-only
import torch


def bigram(texts, num_letters, smoothing):
    counts = torch.full((num_letters, num_letters), smoothing)
    for text in texts:
        for before, after in zip(text[:-1], text[1:]):
            counts[before, after] += 1
        return counts / counts.sum(1, keepdim=True)
    return counts / counts.sum(1, keepdim=True)
