# slip: missing
import torch
from torch import nn


def labels_per_step(logits, labels, lengths):
    raise NotImplementedError()
