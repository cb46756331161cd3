# slip: cut-to-the-shortest
import torch


def encode(texts, letters):
    steps = [[letters.find(c) + 2 for c in step] for step in zip(*texts)]
    return torch.tensor(steps, dtype=torch.long).view(len(steps), len(texts))
