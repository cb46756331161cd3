# slip: not-finite
def clip_norm(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = torch.sqrt(sum(((g**2).sum() for g in gradients), torch.tensor(0.0)))
    for g in gradients:
        g.copy_(g / norm * torch.clamp(norm, max=max_norm))
    return norm
