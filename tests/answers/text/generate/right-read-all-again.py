# right
import torch


@torch.no_grad()
def generate(embedding, gru, head, prefixes, lengths, n):
    T, B = prefixes.shape
    text = torch.cat([prefixes, torch.zeros(n, B, dtype=torch.long)])
    for k in range(n):
        output, _ = gru(embedding[text[: T + k]])
        last = output[lengths + k - 1, torch.arange(B)]
        text[lengths + k, torch.arange(B)] = head(last).argmax(1)
    return torch.stack([text[lengths + k, torch.arange(B)] for k in range(n)])
