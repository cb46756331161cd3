# right
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence


def masked_loss(logits, labels, lengths):
    logits = pack_padded_sequence(logits, lengths, enforce_sorted=False).data
    labels = pack_padded_sequence(labels, lengths, enforce_sorted=False).data
    return nn.CrossEntropyLoss()(logits, labels)
