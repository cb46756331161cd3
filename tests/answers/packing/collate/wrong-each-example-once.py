# rung: edges
# says: with examples that come twice in a batch
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*{id(sequence): (sequence, label) for sequence, label in examples}.values())
    return pad_sequence(sequences), torch.tensor([len(s) for s in sequences]), torch.tensor(labels)
