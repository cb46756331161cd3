# right
import torch


def collate(examples):
    lengths = torch.tensor([sequence.shape[0] for sequence, _ in examples])
    padded = torch.zeros(int(lengths.max()), len(examples), examples[0][0].shape[1])
    for k, (sequence, _) in enumerate(examples):
        padded[: len(sequence), k] = sequence
    return padded, lengths, torch.tensor([label for _, label in examples])
