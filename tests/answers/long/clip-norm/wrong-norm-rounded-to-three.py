# slip: rounded
# says: Do you round? Leave that to whoever prints it.
def clip_norm(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = torch.stack([g.norm() for g in gradients]).norm() if gradients else torch.tensor(0.0)
    if norm > max_norm:
        for g in gradients:
            g.mul_(max_norm / norm)
    return norm.round(decimals=3)
