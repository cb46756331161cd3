# slip: one-too-many
import torch


def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(1)
    k = logits.shape[1] if top_k is None else min(top_k + 1, logits.shape[1])
    scores, ids = logits.topk(k)
    return ids.gather(1, torch.multinomial(torch.softmax(scores / temperature, 1), 1)).squeeze(1)
