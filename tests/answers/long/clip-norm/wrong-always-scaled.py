# slip: always-scaled
def clip_norm(parameters, max_norm):
    parameters = [p for p in parameters if p.grad is not None]
    norm = sum((p.grad**2).sum() for p in parameters) ** 0.5
    for p in parameters:
        p.grad *= max_norm / max(norm, 1e-9)
    return norm
