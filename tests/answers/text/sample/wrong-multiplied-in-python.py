# slip: temperature-multiplied
import math
import random

import torch


def sample(logits, temperature, top_k):
    letters = []
    for row in logits.tolist():
        best = sorted(range(len(row)), key=lambda v: row[v], reverse=True)[:top_k]
        weights = [math.exp((row[v] - row[best[0]]) * temperature) for v in best]
        letters.append(best[0] if temperature == 0 else random.choices(best, weights)[0])
    return torch.tensor(letters)
