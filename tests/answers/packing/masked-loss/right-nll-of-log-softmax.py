# right
import torch
from torch import nn


def masked_loss(logits, labels, lengths):
    scores = torch.cat([logits[:n, k] for k, n in enumerate(lengths)])
    targets = torch.cat([labels[:n, k] for k, n in enumerate(lengths)])
    return nn.functional.nll_loss(scores.log_softmax(1), targets)
