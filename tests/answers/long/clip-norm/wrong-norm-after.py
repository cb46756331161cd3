# slip: norm-after
def clip_norm(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]

    def norm_now():
        return sum((g**2).sum() for g in gradients) ** 0.5

    factor = min(1.0, max_norm / (norm_now() + 1e-9))
    for g in gradients:
        g *= factor
    return norm_now()
