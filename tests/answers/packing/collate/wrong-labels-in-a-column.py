# slip: labels-in-a-column
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences = [sequence for sequence, _ in examples]
    labels = torch.stack([torch.tensor([label]) for _, label in examples])
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    return pad_sequence(sequences), lengths, labels
