# slip: pairs-counted-once
import torch


def bigram(texts, num_letters, smoothing):
    counts = torch.zeros(num_letters, num_letters)
    for text in texts:
        counts[text[:-1], text[1:]] = 1
    counts = counts + smoothing
    return counts / counts.sum(1, keepdim=True)
