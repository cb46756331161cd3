# slip: mean-of-step-means
from torch import nn


def masked_loss(logits, labels, lengths):
    losses = []
    for t in range(int(lengths.max())):
        running = lengths > t
        losses.append(nn.functional.cross_entropy(logits[t, running], labels[t, running]))
    return sum(losses) / len(losses)
