# slip: first-sizes-only
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    (a, x), (b, y), (c, z) = examples
    return pad_sequence([a, b, c]), torch.tensor([len(a), len(b), len(c)]), torch.tensor([x, y, z])
