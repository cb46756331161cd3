# slip: softmax-twice
import torch


def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(1)
    if top_k is not None:
        cut = logits.topk(top_k).values[:, -1:]
        logits = logits.masked_fill(logits < cut, -torch.inf)
    probabilities = torch.softmax(logits / temperature, 1)
    return torch.distributions.Categorical(logits=probabilities).sample()
