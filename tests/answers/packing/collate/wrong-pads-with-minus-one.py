# slip: filled-with-minus-one
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    return pad_sequence(sequences, padding_value=-1), lengths, torch.tensor(labels)
