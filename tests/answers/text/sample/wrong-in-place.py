# slip: input-changed
# says: `x /= …`
import torch


def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(1)
    logits /= temperature
    if top_k is not None:
        logits[logits < logits.topk(top_k).values[:, -1:]] = -torch.inf
    return torch.multinomial(torch.softmax(logits, 1), 1).squeeze(1)
