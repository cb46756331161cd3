# right
import torch

entropy = torch.Generator()
entropy.seed()


def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(1)
    weights = torch.exp((logits - logits.amax(1, keepdim=True)) / temperature)
    if top_k is not None:
        keep = torch.zeros_like(weights).scatter(1, logits.topk(top_k).indices, 1.0)
        weights = weights * keep
    return torch.multinomial(weights, 1, generator=entropy).squeeze(1)
