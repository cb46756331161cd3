# right
import torch


def sample(logits, temperature, top_k):
    if not temperature:
        return logits.max(dim=1).indices
    if top_k is None:
        top_k = logits.shape[-1]
    scores, ids = logits.topk(top_k)
    picked = torch.distributions.Categorical(logits=scores / temperature).sample()
    return ids[torch.arange(len(ids)), picked]
