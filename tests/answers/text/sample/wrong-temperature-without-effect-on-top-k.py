# slip: temperature-without-effect-on-top-k
import torch


def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(-1)
    if top_k is not None:
        v, i = logits.topk(top_k)
        return i.gather(1, torch.multinomial(v.softmax(-1), 1)).squeeze(1)
    return torch.multinomial((logits / temperature).softmax(-1), 1).squeeze(1)
