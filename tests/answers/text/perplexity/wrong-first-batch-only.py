# slip: first-batch-only
# says: an index 0
from torch import nn


def perplexity(batches, padding):
    for logits, targets in batches:
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=padding)
        return loss.exp().item()
