# rung: edges
import torch


def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(-1)
    p = (logits / temperature).softmax(-1)
    drawn = torch.multinomial(p, 1).squeeze(1)
    if top_k is not None:
        allowed = logits.topk(top_k, dim=1).indices
        bad = ~(allowed == drawn[:, None]).any(1)
        drawn[bad] = logits.argmax(-1)[bad]
    return drawn
