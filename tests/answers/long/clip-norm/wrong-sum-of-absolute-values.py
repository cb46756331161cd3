# slip: sum-of-absolute-values
def clip_norm(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = sum(g.abs().sum() for g in gradients)
    if norm > max_norm:
        for g in gradients:
            g *= max_norm / norm
    return norm
