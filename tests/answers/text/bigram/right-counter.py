# right
from collections import Counter

import torch


def bigram(texts, num_letters, smoothing):
    seen = Counter()
    for text in texts:
        numbers = text.tolist()
        seen.update(zip(numbers, numbers[1:]))
    table = torch.zeros(num_letters, num_letters)
    for a in range(num_letters):
        total = sum(seen[a, b] for b in range(num_letters)) + smoothing * num_letters
        for b in range(num_letters):
            table[a, b] = (seen[a, b] + smoothing) / total
    return table
