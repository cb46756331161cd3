# right
import torch
from torch.nn.utils.rnn import pad_sequence


def encode(texts, letters):
    known = torch.tensor([ord(letter) for letter in letters])
    padded = pad_sequence([torch.tensor(list(map(ord, text)), dtype=torch.int64) for text in texts], padding_value=-1)
    equal = padded.unsqueeze(-1) == known
    ids = torch.where(equal.any(-1), equal.int().argmax(-1) + 2, 1)
    return ids.masked_fill(padded == -1, 0)
