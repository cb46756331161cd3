# slip: mean-of-tables
import torch


def bigram(texts, num_letters, smoothing):
    tables = []
    for text in texts:
        counts = torch.full((num_letters, num_letters), smoothing)
        for a, b in zip(text[:-1], text[1:]):
            counts[a, b] += 1
        tables.append(counts / counts.sum(1, keepdim=True))
    return sum(tables) / len(tables)
