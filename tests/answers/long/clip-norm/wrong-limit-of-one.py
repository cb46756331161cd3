# slip: limit-of-one
def clip_norm(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = sum((g**2).sum() for g in gradients) ** 0.5
    if norm > 1.0:
        for g in gradients:
            g /= norm
    return norm
