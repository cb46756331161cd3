# slip: drawn-at-zero
import torch


def sample(logits, temperature, top_k):
    if top_k:
        cut = logits.topk(top_k).values[:, -1:]
        logits = logits.masked_fill(logits < cut, -torch.inf)
    if temperature:
        logits = logits / temperature
    return torch.multinomial(torch.softmax(logits, 1), 1).squeeze(1)
