# slip: divided-by-letters
import torch


def bigram(texts, num_letters, smoothing):
    counts = torch.full((num_letters, num_letters), smoothing)
    letters = torch.full((num_letters, 1), smoothing * num_letters)
    for text in texts:
        for before, after in zip(text[:-1], text[1:]):
            counts[before, after] += 1
        letters += torch.bincount(text, minlength=num_letters)[:, None]
    return counts / letters
