# slip: unseen-only
import torch


def bigram(texts, num_letters, smoothing):
    counts = torch.zeros(num_letters, num_letters)
    for text in texts:
        for a, b in zip(text[:-1], text[1:]):
            counts[a, b] += 1
    counts[counts == 0] = smoothing
    return counts / counts.sum(1, keepdim=True)
