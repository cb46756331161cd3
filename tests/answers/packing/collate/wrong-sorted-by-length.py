# slip: sorted-by-length
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    examples.sort(key=lambda example: -len(example[0]))
    sequences, labels = zip(*examples)
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    return pad_sequence(sequences), lengths, torch.tensor(labels)
