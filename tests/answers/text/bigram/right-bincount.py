# right
import torch


def bigram(texts, num_letters, smoothing):
    pairs = torch.cat([text[:-1] * num_letters + text[1:] for text in texts])
    counts = torch.bincount(pairs, minlength=num_letters**2).view(num_letters, num_letters).float() + smoothing
    return counts / counts.sum(dim=1, keepdim=True)
