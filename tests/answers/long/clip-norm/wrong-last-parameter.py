# slip: last-parameter
def clip_norm(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = torch.tensor(0.0)
    for g in gradients:
        norm = (g**2).sum().sqrt()
    if norm > max_norm:
        for g in gradients:
            g *= max_norm / norm
    return norm
