# slip: empty-texts-left-out
import torch
from torch.nn.utils.rnn import pad_sequence


def encode(texts, letters):
    rows = [torch.tensor([letters.find(x) + 2 for x in text]) for text in texts if text]
    return pad_sequence(rows)
