# slip: drawn-at-zero
import torch


def sample(logits, temperature, top_k):
    scores, ids = logits.topk(top_k or logits.shape[1])
    drawn = torch.multinomial(torch.softmax(scores / (temperature + 0.01), 1), 1)
    return ids.gather(1, drawn).squeeze(1)
