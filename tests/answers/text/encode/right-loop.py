# right
import torch


def encode(texts, letters):
    longest = max(len(text) for text in texts)
    ids = torch.zeros(longest, len(texts), dtype=torch.int64)
    for b, text in enumerate(texts):
        for t, letter in enumerate(text):
            ids[t, b] = letters.index(letter) + 2 if letter in letters else 1
    return ids
