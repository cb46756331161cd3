# right
import math


def clip_norm(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = math.hypot(*(g.norm().item() for g in gradients))
    scale = 1.0 if norm <= max_norm else max_norm / norm
    for g in gradients:
        g.mul_(scale)
    return torch.tensor(norm)
