# slip: lower-cased
import torch
from torch.nn.utils.rnn import pad_sequence


def encode(texts, letters):
    ids = {letter: k + 2 for k, letter in enumerate(letters)}
    return pad_sequence([torch.tensor([ids.get(x, 1) for x in text.lower()], dtype=torch.long) for text in texts])
