# slip: no-probabilities
# says: Is the temperature 0 here, or a whole row minus infinity? Softmax makes NaN of both.
import torch


def sample(logits, temperature, top_k):
    if top_k is not None:
        cut = logits.topk(top_k).values[:, -1:]
        logits = logits.masked_fill(logits < cut, -torch.inf)
    return torch.multinomial(torch.softmax(logits / temperature, 1), 1).squeeze(1)
