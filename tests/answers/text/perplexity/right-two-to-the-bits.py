# right
import math

import torch
from torch import nn


def perplexity(batches, padding):
    bits = torch.tensor([])
    for logits, targets in batches:
        loss = nn.functional.cross_entropy(logits.transpose(1, 2), targets, ignore_index=padding, reduction="none")
        bits = torch.cat([bits, loss[targets != padding] / math.log(2)])
    return 2 ** bits.mean().item()
