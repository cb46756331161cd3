# right
import math
import random

import torch


def sample(logits, temperature, top_k):
    V = logits.shape[1]
    letters = []
    for row in logits.tolist():
        best = sorted(range(V), key=lambda v: row[v], reverse=True)[: top_k or V]
        if temperature == 0:
            letters.append(best[0])
            continue
        weights = [math.exp((row[v] - row[best[0]]) / temperature) for v in best]
        letters.append(random.choices(best, weights)[0])
    return torch.tensor(letters)
