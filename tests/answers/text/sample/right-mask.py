# right
import torch


def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(-1)
    if top_k is not None:
        smallest = logits.topk(top_k).values[:, -1:]
        logits = logits.masked_fill(logits < smallest, float("-inf"))
    return torch.multinomial((logits / temperature).softmax(-1), 1)[:, 0]
