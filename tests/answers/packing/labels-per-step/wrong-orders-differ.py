# slip: orders-differ
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence


def labels_per_step(logits, labels, lengths):
    scores = pack_padded_sequence(logits, lengths, batch_first=True, enforce_sorted=False).data
    real = torch.arange(labels.shape[1]) < lengths.unsqueeze(1)
    return nn.functional.cross_entropy(scores, labels[real])
