# right
import torch


def sample(logits, temperature, top_k):
    temperature = max(temperature, 1e-6)
    scores, ids = logits.topk(logits.shape[1] if top_k is None else top_k)
    drawn = torch.multinomial(torch.softmax(scores / temperature, dim=-1), num_samples=1)
    return torch.take_along_dim(ids, drawn, 1).squeeze(1)
