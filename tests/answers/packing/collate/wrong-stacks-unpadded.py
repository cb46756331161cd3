# slip: stacked-unequal
# says: torch.stack joins tensors of one shape: print the shapes of those in your list.
import torch


def collate(examples):
    sequences, labels = zip(*examples)
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    return torch.stack(sequences, dim=1), lengths, torch.tensor(labels)
