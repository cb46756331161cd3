# slip: spaces-left-out
import torch
from torch.nn.utils.rnn import pad_sequence


def encode(texts, letters):
    ids = {letter: k + 2 for k, letter in enumerate(letters)}
    rows = []
    for text in texts:
        rows.append(torch.tensor([ids.get(x, 1) for x in text if not x.isspace()], dtype=torch.long))
    return pad_sequence(rows)
