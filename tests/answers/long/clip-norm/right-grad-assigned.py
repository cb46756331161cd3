# right
def clip_norm(parameters, max_norm):
    found = {p: p.grad for p in parameters}
    norm = sum(float((g * g).sum()) for g in found.values() if g is not None) ** 0.5
    for p, g in found.items():
        if g is not None and norm > max_norm:
            p.grad = g / norm * max_norm
    return norm
