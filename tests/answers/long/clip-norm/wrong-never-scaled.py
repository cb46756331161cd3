# slip: never-scaled
def clip_norm(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = sum((g**2).sum() for g in gradients) ** 0.5
    for g in gradients:
        g = g * min(1.0, max_norm / (norm + 1e-6))
    return norm
