# right
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences = [example[0] for example in examples]
    padded = pad_sequence(sequences, batch_first=True).transpose(0, 1)
    lengths = torch.stack([torch.tensor(len(s)) for s in sequences])
    labels = torch.cat([torch.tensor([example[1]]) for example in examples])
    return padded, lengths, labels
