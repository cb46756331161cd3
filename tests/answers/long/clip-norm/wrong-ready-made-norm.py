# slip: ready-made
# says: calls `nn.utils.get_total_norm`
def clip_norm(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = nn.utils.get_total_norm(gradients)
    for g in gradients:
        g.mul_((max_norm / (norm + 1e-6)).clamp(max=1))
    return norm
