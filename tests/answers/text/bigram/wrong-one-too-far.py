# slip: index-out-of-bounds
# says: Which axis do you index, and how long is it? Its last place is its length - 1. Are time and batch exchanged?
import torch


def bigram(texts, num_letters, smoothing):
    counts = torch.full((num_letters, num_letters), smoothing)
    for text in texts:
        for step in range(len(text)):
            counts[text[step], text[step + 1]] += 1
    return counts / counts.sum(1, keepdim=True)
