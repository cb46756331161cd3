# slip: input-changed
# says: an operation that ends in an underscore
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    padded = pad_sequence(sequences)
    for sequence in sequences:
        sequence.zero_()
    return padded, lengths, torch.tensor(labels)
