# rung: values
# says: what comes back is a tensor with an axis
def clip_norm(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = torch.zeros(1)
    for g in gradients:
        norm += g.square().sum()
    norm = norm.sqrt()
    if norm > max_norm:
        for g in gradients:
            g *= max_norm / norm
    return norm
