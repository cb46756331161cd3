# slip: two-apart
import torch


def bigram(texts, num_letters, smoothing):
    counts = torch.full((num_letters, num_letters), smoothing)
    for text in texts:
        for t in range(len(text) - 2):
            counts[text[t], text[t + 2]] += 1
    return counts / counts.sum(1, keepdim=True)
