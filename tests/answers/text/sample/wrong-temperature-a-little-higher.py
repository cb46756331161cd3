# rung: edges
import torch


def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(-1)
    scores = logits / (temperature + 0.1)
    if top_k is not None:
        edge = scores.topk(top_k, dim=-1).values[:, -1:]
        scores = scores.masked_fill(scores < edge, float("-inf"))
    return torch.multinomial(scores.softmax(-1), 1).squeeze(1)
