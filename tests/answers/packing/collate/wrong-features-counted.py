# slip: features-counted
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    lengths = torch.tensor([len(sequence[0]) for sequence in sequences])
    return pad_sequence(sequences), lengths, torch.tensor(labels)
