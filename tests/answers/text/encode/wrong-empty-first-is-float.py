# slip: empty-first-is-float
import torch
from torch.nn.utils.rnn import pad_sequence


def encode(texts, letters):
    ids = {letter: number for number, letter in enumerate(letters, start=2)}
    return pad_sequence([torch.tensor([ids.get(letter, 1) for letter in text]) for text in texts])
