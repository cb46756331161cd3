# slip: padded-labels-scored
# says: Padded labels may be no classes: leave them out, or overwrite a copy of them, before this line.
import torch
from torch import nn


def labels_per_step(logits, labels, lengths):
    real = torch.arange(labels.shape[1]) < lengths.unsqueeze(1)
    per_step = nn.functional.cross_entropy(logits.transpose(1, 2), labels.clamp(min=0), reduction="none")
    return per_step[real].mean()
