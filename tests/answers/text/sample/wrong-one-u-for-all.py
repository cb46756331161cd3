# slip: chance-shared
import torch


def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(1)
    if top_k is not None:
        cut = logits.topk(top_k).values[:, -1:]
        logits = logits.masked_fill(logits < cut, -torch.inf)
    sums = torch.softmax(logits / temperature, 1).cumsum(1)
    return (torch.rand(()) > sums).sum(1).clamp(max=logits.shape[1] - 1)
