# right
def clip_norm(parameters, max_norm):
    gradients = []
    square = torch.zeros([])
    for p in parameters:
        if p.grad is not None:
            gradients.append(p.grad)
            square += torch.dot(p.grad.reshape(-1), p.grad.reshape(-1))
    norm = square**0.5
    [g.div_(norm / max_norm) for g in gradients if norm > max_norm]
    return norm
