# rung: values
import torch


def bigram(texts, num_letters, smoothing):
    counts = torch.full((num_letters, num_letters), smoothing)
    for text in texts:
        for a, b in zip(text[::2], text[1::2]):
            counts[a, b] += 1
    return counts / counts.sum(1, keepdim=True)
