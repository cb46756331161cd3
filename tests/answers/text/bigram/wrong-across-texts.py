# slip: across-texts
import torch


def bigram(texts, num_letters, smoothing):
    text = torch.cat(texts).tolist()
    counts = torch.full((num_letters, num_letters), smoothing)
    for a, b in zip(text, text[1:]):
        counts[a, b] += 1
    return counts / counts.sum(1, keepdim=True)
