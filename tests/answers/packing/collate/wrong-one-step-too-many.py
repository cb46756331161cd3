# slip: one-step-too-many
import torch


def collate(examples):
    lengths = torch.tensor([len(sequence) for sequence, _ in examples])
    padded = torch.zeros(int(lengths.max()) + 1, len(examples), examples[0][0].shape[1])
    for k, (sequence, _) in enumerate(examples):
        padded[: len(sequence), k] = sequence
    return padded, lengths, torch.tensor([label for _, label in examples])
