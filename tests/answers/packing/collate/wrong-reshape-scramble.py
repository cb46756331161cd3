# slip: reshape-scramble
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    padded = pad_sequence(sequences, batch_first=True)
    B, T, F = padded.shape
    return padded.view(T, B, F), lengths, torch.tensor(labels)
