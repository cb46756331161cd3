# right
def clip_norm(parameters, max_norm):
    gradients = []
    for p in parameters:
        try:
            gradients.append(p.grad.flatten())
        except AttributeError:
            pass
    try:
        norm = torch.cat(gradients).norm()
    except (RuntimeError, ValueError):
        return torch.tensor(0.0)
    for g in gradients:
        g.mul_((max_norm / norm).clamp(max=1.0)) if norm > 0 else None
    return norm
