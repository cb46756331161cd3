# slip: not-finite
import math


def perplexity(batches, padding):
    total, n = 0, 0
    for s, t in batches:
        m = t != padding
        e = s[m].exp()
        p = e.gather(1, t[m][:, None])[:, 0] / e.sum(-1)
        total -= p.log().sum().item()
        n += m.sum().item()
    return math.exp(total / n)
