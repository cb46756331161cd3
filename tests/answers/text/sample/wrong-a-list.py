# slip: not-one-tensor
import torch


def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(1).tolist()
    return torch.multinomial(torch.softmax(logits / temperature, 1), 1).squeeze(1).tolist()
