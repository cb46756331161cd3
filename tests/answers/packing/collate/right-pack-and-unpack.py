# right
import torch
from torch.nn.utils.rnn import pack_sequence, pad_packed_sequence


def collate(examples):
    packed = pack_sequence([sequence for sequence, _ in examples], enforce_sorted=False)
    padded, lengths = pad_packed_sequence(packed)
    return padded, lengths, torch.tensor([label for _, label in examples], dtype=torch.int64)
