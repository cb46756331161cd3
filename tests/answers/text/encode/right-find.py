# right
import torch


def encode(texts, letters):
    longest = max(map(len, texts))
    rows = [[letters.find(letter) + 2 for letter in text] + [0] * (longest - len(text)) for text in texts]
    return torch.tensor(rows).T
