# slip: top-k-is-none
# says: top_k may be None: then every letter can be drawn.
import torch


def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(1)
    scores, ids = logits.topk(top_k)
    return ids.gather(1, torch.multinomial(torch.softmax(scores / temperature, 1), 1)).squeeze(1)
