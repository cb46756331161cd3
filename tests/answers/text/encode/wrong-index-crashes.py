# slip: unknown-looked-up
# says: A letter may be unknown: dict.get takes a second argument for that, and str.find gives -1.
import torch
from torch.nn.utils.rnn import pad_sequence


def encode(texts, letters):
    return pad_sequence([torch.tensor([letters.index(x) + 2 for x in text]) for text in texts])
