# slip: sequences-joined
import torch


def collate(examples):
    sequences, labels = zip(*examples)
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    return torch.cat(sequences), lengths, torch.tensor(labels)
