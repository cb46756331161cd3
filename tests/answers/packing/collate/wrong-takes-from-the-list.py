# slip: input-changed
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = [], []
    while examples:
        sequence, label = examples.pop(0)
        sequences.append(sequence)
        labels.append(label)
    return pad_sequence(sequences), torch.tensor([len(s) for s in sequences]), torch.tensor(labels)
