# right
import torch


def sample(logits, temperature, top_k):
    scores = logits.clone()
    if top_k:
        cut = scores.sort(dim=1, descending=True).values[:, top_k - 1, None]
        scores[scores < cut] = -torch.inf
    noise = -torch.log(-torch.log(torch.rand_like(scores).clamp(min=1e-30)))
    return (scores + temperature * noise).argmax(1)
