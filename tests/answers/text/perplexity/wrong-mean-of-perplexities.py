# slip: mean-of-perplexities
from torch import nn


def perplexity(batches, padding):
    all_of_them = []
    for logits, targets in batches:
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=padding)
        all_of_them.append(loss.exp().item())
    return sum(all_of_them) / len(all_of_them)
