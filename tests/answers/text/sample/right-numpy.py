# right
import numpy as np
import torch

generator = np.random.default_rng()


def sample(logits, temperature, top_k):
    if temperature == 0:
        return torch.argmax(logits, dim=1)
    k = top_k or logits.size(1)
    values, indices = torch.topk(logits, k)
    p = torch.softmax(values.double() / temperature, dim=1).numpy()
    return torch.tensor([int(generator.choice(ids, p=row)) for ids, row in zip(indices.numpy(), p)])
