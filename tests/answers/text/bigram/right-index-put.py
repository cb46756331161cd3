# right
import torch


def bigram(texts, num_letters, smoothing):
    counts = torch.zeros(num_letters, num_letters)
    for text in texts:
        counts.index_put_((text[:-1], text[1:]), torch.ones(len(text) - 1), accumulate=True)
    return (counts + smoothing).div(counts.sum(1, keepdim=True) + smoothing * num_letters)
