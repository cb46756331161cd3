# slip: letters-from-3
import torch
from torch.nn.utils.rnn import pad_sequence


def encode(texts, letters):
    ids = {letter: k for k, letter in enumerate(letters, start=3)}
    return pad_sequence([torch.tensor([ids.get(x, 1) for x in text], dtype=torch.long) for text in texts])
