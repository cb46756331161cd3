# slip: probabilities-returned
import torch


def sample(logits, temperature, top_k):
    if temperature == 0:
        return torch.nn.functional.one_hot(logits.argmax(1), logits.shape[1]).float()
    return torch.softmax(logits / temperature, 1)
