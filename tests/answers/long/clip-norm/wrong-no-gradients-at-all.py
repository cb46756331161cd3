# slip: no-gradients-at-all
# says: It may be that no parameter has a gradient: what is the norm then?
def clip_norm(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = torch.cat([g.flatten() for g in gradients]).norm()
    for g in gradients:
        g *= min(1.0, max_norm / (norm + 1e-6))
    return norm
