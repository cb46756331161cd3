# rung: edges
import torch
import torch.nn.functional as TF


def masked_loss(logits, labels, lengths):
    m = torch.arange(len(logits)) < lengths.unsqueeze(1)
    m = m if m.shape == labels.shape else m.T
    return TF.cross_entropy(logits[m], labels[m])
