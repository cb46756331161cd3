# right
def clip_norm(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = torch.cat([torch.zeros(1), *(g.flatten() for g in gradients)]).norm()
    factor = torch.clamp(max_norm / (norm + 1e-6), max=1.0)
    for g in gradients:
        g.mul_(factor)
    return norm
