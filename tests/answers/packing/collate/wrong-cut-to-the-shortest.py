# slip: cut-to-the-shortest
import torch


def collate(examples):
    sequences, labels = zip(*examples)
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    short = torch.stack([sequence[: lengths.min()] for sequence in sequences], dim=1)
    return short, lengths, torch.tensor(labels)
