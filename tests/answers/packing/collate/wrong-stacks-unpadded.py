# slip: stacked-unequal
import torch


def collate(examples):
    sequences, labels = zip(*examples)
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    return torch.stack(sequences, dim=1), lengths, torch.tensor(labels)
