# right
import math


def perplexity(batches, padding):
    surprises = []
    for logits, targets in batches:
        log_p = logits - logits.logsumexp(dim=-1, keepdim=True)
        for t in range(targets.shape[0]):
            for b in range(targets.shape[1]):
                letter = int(targets[t, b])
                if letter != padding:
                    surprises.append(-float(log_p[t, b, letter]))
    return math.e ** (sum(surprises) / len(surprises))
