# right
import math


def perplexity(batches, padding):
    product, n = 0.0, 0
    for logits, targets in batches:
        real = targets != padding
        p = logits.softmax(2).gather(2, targets.clamp(min=0).unsqueeze(2)).squeeze(2)
        product += p[real].double().log().sum().item()
        n += int(real.sum())
    return math.exp(-product / n)
