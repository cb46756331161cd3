# slip: always-the-highest
import torch


def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(1)
    return torch.softmax(logits / temperature, 1).argmax(1)
