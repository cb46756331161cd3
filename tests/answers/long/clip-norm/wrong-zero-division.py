# slip: divided-by-zero
# says: The norm may be 0: then there is nothing to divide by, and nothing to scale.
def clip_norm(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients) ** 0.5
    factor = min(1.0, max_norm / norm)
    for g in gradients:
        g.mul_(factor)
    return norm
