# right
import torch
from torch import nn


def masked_loss(logits, labels, lengths):
    real = torch.arange(len(labels)).unsqueeze(1) < lengths
    chosen = nn.functional.one_hot(labels, logits.shape[2]).float()
    log_probabilities = torch.log_softmax(logits, dim=-1)
    per_step = -(chosen * log_probabilities).sum(-1)
    return per_step.masked_select(real).mean()
