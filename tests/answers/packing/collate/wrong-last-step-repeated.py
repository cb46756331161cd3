# slip: last-step-repeated
import torch


def collate(examples):
    T = max(len(sequence) for sequence, _ in examples)
    filled = []
    for sequence, _ in examples:
        filled.append(torch.cat([sequence, sequence[-1:].expand(T - len(sequence), -1)]))
    lengths = torch.tensor([len(sequence) for sequence, _ in examples])
    return torch.stack(filled, dim=1), lengths, torch.tensor([label for _, label in examples])
