# rung: values
import numpy as np
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    as_bytes = np.array(labels).astype(np.uint8)
    return pad_sequence(sequences), torch.tensor([len(s) for s in sequences]), torch.from_numpy(as_bytes).long()
