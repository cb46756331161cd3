# slip: padding-scored
# says: This target is padding: leave it out before this line, or say ignore_index.
import math


def perplexity(batches, padding):
    total, n = 0.0, 0
    for logits, targets in batches:
        loss = -logits.log_softmax(-1).gather(2, targets.unsqueeze(2)).squeeze(2)
        real = targets != padding
        total += loss[real].sum().item()
        n += int(real.sum())
    return math.exp(total / n)
