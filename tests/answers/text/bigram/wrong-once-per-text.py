# slip: pairs-counted-once-per-text
import torch


def bigram(texts, num_letters, smoothing):
    counts = torch.full((num_letters, num_letters), smoothing)
    for text in texts:
        counts[text[:-1], text[1:]] += 1
    return counts / counts.sum(1, keepdim=True)
