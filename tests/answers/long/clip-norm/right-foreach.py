# right
def clip_norm(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack(torch._foreach_norm(gradients)).norm()
    if norm > max_norm:
        torch._foreach_mul_(gradients, max_norm / norm)
    return norm
