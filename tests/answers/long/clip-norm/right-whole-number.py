# right
def clip_norm(parameters, max_norm):
    square = 0
    gradients = []
    for p in parameters:
        if p.grad is None:
            continue
        gradients.append(p.grad)
        square = square + p.grad.square().sum()
    if not gradients:
        return 0
    norm = square.sqrt()
    if norm >= max_norm:
        for g in gradients:
            g.mul_(max_norm / norm)
    return norm
