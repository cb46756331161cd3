# rung: edges
import torch


def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(-1)
    p = (logits / temperature).softmax(-1)
    allowed = logits.topk(top_k or logits.shape[1], dim=1).indices
    drawn = torch.multinomial(p, 1)
    for _ in range(3):
        again = torch.multinomial(p, 1)
        drawn = torch.where((allowed == drawn).any(1, keepdim=True), drawn, again)
    return torch.where((allowed == drawn).any(1, keepdim=True), drawn, allowed[:, :1]).squeeze(1)
