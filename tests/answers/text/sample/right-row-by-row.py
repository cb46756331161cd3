# right
import torch


def sample(logits, temperature, top_k):
    out = torch.zeros(len(logits), dtype=torch.long)
    for b, row in enumerate(logits):
        if temperature == 0:
            out[b] = row.argmax()
        else:
            values, ids = row.topk(top_k or len(row))
            out[b] = ids[torch.multinomial(torch.softmax(values / temperature, 0), 1)]
    return out
