# right
def clip_norm(parameters, max_norm):
    with_gradient = [p for p in parameters if p.grad is not None]
    squares = [p.grad.double().square().sum() for p in with_gradient]
    norm = sum(squares, torch.zeros((), dtype=torch.float64)).sqrt()
    if norm > max_norm:
        with torch.no_grad():
            for p in with_gradient:
                p.grad.copy_(p.grad * (max_norm / norm))
    return norm
