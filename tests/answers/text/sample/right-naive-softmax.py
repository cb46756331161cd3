# right
import torch


def sample(logits, temperature, top_k):
    if temperature == 0.0:
        return logits.argmax(1)
    e = torch.exp(logits / temperature)
    if top_k:
        e = torch.where(logits >= logits.sort(1).values[:, -top_k].unsqueeze(1), e, 0.0)
    return torch.multinomial(e / e.sum(1, keepdim=True), 1).view(-1)
