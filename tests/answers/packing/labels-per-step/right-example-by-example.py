# right
from torch.nn.functional import cross_entropy


def labels_per_step(logits, labels, lengths):
    total = 0
    for scores, classes, n in zip(logits, labels, lengths):
        total = total + cross_entropy(scores[:n], classes[:n], reduction="sum")
    return total / lengths.sum()
