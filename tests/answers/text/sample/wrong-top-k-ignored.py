# slip: top-k-without-effect
import torch


def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(1)
    return torch.multinomial(torch.softmax(logits / temperature, 1), 1).squeeze(1)
