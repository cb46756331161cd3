# slip: keeps-state
import torch
from torch.nn.utils.rnn import pad_sequence

seen = []


def collate(examples):
    seen.extend(examples)
    sequences, labels = zip(*seen)
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    return pad_sequence(sequences), lengths, torch.tensor(labels)
