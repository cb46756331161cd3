# slip: padded-in-front
import torch


def encode(texts, letters):
    T = max(len(text) for text in texts)
    rows = [[0] * (T - len(text)) + [letters.find(c) + 2 for c in text] for text in texts]
    return torch.tensor(rows).T
