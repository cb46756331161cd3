# slip: mean-square
def clip_norm(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    if not gradients:
        return 0.0
    norm = torch.cat([g.flatten() for g in gradients]).pow(2).mean().sqrt()
    if norm > max_norm:
        for g in gradients:
            g *= max_norm / norm
    return norm
