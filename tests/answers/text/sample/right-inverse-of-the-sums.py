# right
import torch


def sample(logits, temperature, top_k):
    order = logits.argsort(dim=1, descending=True)[:, :top_k]
    scores = logits.gather(1, order)
    if temperature == 0:
        return order[:, 0]
    sums = torch.softmax(scores / temperature, 1).cumsum(1)
    u = torch.rand(len(logits), 1)
    place = (u > sums).sum(1).clamp(max=order.shape[1] - 1)
    return order.gather(1, place[:, None]).flatten()
