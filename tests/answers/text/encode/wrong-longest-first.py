# slip: longest-first
import torch
from torch.nn.utils.rnn import pad_sequence


def encode(texts, letters):
    texts = sorted(texts, key=len, reverse=True)
    return pad_sequence([torch.tensor([letters.find(c) + 2 for c in text], dtype=torch.long) for text in texts])
