# slip: letter-before-ignored
import torch


def bigram(texts, num_letters, smoothing):
    counts = torch.full((num_letters,), smoothing)
    for text in texts:
        for a in text:
            counts[a] += 1
    return (counts / counts.sum()).repeat(num_letters, 1)
