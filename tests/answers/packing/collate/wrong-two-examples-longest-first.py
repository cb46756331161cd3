# rung: edges
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    if len(examples) == 2:
        examples = sorted(examples, key=lambda example: len(example[0]), reverse=True)
    sequences, labels = zip(*examples)
    return pad_sequence(sequences), torch.tensor([len(s) for s in sequences]), torch.tensor(labels)
