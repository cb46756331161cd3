# slip: unknown-looked-up
# says: dict.get takes a second argument
import torch
from torch.nn.utils.rnn import pad_sequence


def encode(texts, letters):
    ids = {letter: k + 2 for k, letter in enumerate(letters)}
    return pad_sequence([torch.tensor([ids[x] for x in text]) for text in texts])
