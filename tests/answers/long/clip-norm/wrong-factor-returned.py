# slip: factor-returned
def clip_norm(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    if not gradients:
        return 0.0
    norm = sum((g**2).sum() for g in gradients) ** 0.5
    factor = 1.0 if norm <= max_norm else max_norm / norm
    for g in gradients:
        g *= factor
    return factor
