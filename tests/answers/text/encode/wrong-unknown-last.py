# slip: unknown-last
import torch
from torch.nn.utils.rnn import pad_sequence


def encode(texts, letters):
    ids = {letter: k + 1 for k, letter in enumerate(letters)}
    unknown = len(letters) + 1
    return pad_sequence([torch.tensor([ids.get(x, unknown) for x in text], dtype=torch.long) for text in texts])
