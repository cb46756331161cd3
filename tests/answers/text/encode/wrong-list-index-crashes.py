# slip: unknown-looked-up
import torch
from torch.nn.utils.rnn import pad_sequence


def encode(texts, letters):
    chars = list(letters)
    return pad_sequence([torch.tensor([chars.index(x) + 2 for x in text]) for text in texts])
