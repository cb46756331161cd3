# slip: all-one-too-low
import torch
from torch.nn.utils.rnn import pad_sequence


def encode(texts, letters):
    return pad_sequence([torch.tensor([letters.find(x) + 1 for x in text], dtype=torch.int64) for text in texts])
