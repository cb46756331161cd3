# slip: one-by-one
def clip_norm(parameters, max_norm):
    parameters = [p for p in parameters if p.grad is not None]
    norm = sum((p.grad**2).sum() for p in parameters) ** 0.5
    for p in parameters:
        own = p.grad.norm()
        if own > max_norm:
            p.grad *= max_norm / own
    return norm
