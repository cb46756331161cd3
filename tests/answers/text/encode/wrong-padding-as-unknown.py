# slip: padding-as-unknown
import torch


def encode(texts, letters):
    ids = torch.ones(max(map(len, texts)), len(texts), dtype=torch.long)
    for b, text in enumerate(texts):
        for t, letter in enumerate(text):
            if letter in letters:
                ids[t, b] = letters.index(letter) + 2
    return ids
