# slip: one-too-few
import torch


def sample(logits, temperature, top_k):
    if temperature == 0 or top_k == 1:
        return logits.argmax(1)
    if top_k is not None and top_k < logits.shape[1]:
        cut = logits.topk(top_k).values[:, -1:]
        logits = logits.masked_fill(logits <= cut, -torch.inf)
    return torch.multinomial(torch.softmax(logits / temperature, 1), 1).squeeze(1)
