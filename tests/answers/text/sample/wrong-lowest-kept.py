# slip: lowest-kept
import torch


def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(1)
    if top_k is not None:
        order = logits.argsort(1)[:, :top_k]
        scores = logits.gather(1, order)
        drawn = torch.multinomial(torch.softmax(scores / temperature, 1), 1)
        return order.gather(1, drawn).squeeze(1)
    return torch.multinomial(torch.softmax(logits / temperature, 1), 1).squeeze(1)
