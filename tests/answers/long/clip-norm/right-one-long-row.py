# right
def clip_norm(parameters, max_norm):
    kept = list(filter(lambda p: p.grad is not None, parameters))
    row = torch.cat([torch.zeros(1)] + [p.grad.flatten() for p in kept])
    norm = torch.linalg.vector_norm(row)
    for p in kept:
        p.grad = p.grad * min(1.0, max_norm / max(norm.item(), 1e-12))
    return norm
