# slip: wrong-dtype
import torch
from torch.nn.utils.rnn import pad_sequence


def encode(texts, letters):
    return pad_sequence([torch.tensor([letters.find(x) + 2 for x in text]) for text in texts]).float()
