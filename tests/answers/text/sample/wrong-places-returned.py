# slip: places-returned
import torch


def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(1)
    if top_k is not None:
        logits = logits.topk(top_k).values
    return torch.multinomial(torch.softmax(logits / temperature, 1), 1).squeeze(1)
