# slip: labels-left-behind
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    sequences = sorted(sequences, key=len, reverse=True)
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    return pad_sequence(sequences), lengths, torch.tensor(labels)
