# slip: rows-of-unequal-length
# says: torch.tensor makes no tensor of rows that differ in length: pad them first.
import torch


def encode(texts, letters):
    return torch.tensor([[letters.find(x) + 2 for x in text] for text in texts]).T
