# slip: divided-by-zero
# says: Is the temperature 0 here? Nothing can be divided by it: choose the highest score instead.
import random

import torch


def sample(logits, temperature, top_k):
    letters = []
    for row in logits:
        scores, ids = row.topk(top_k or len(row))
        highest = float(scores[0])
        weights = torch.tensor([(score - highest) / temperature for score in scores.tolist()]).exp()
        letters.append(random.choices(ids.tolist(), weights.tolist())[0])
    return torch.tensor(letters)
