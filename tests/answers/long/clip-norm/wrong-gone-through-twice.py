# slip: gone-through-twice
def clip_norm(parameters, max_norm):
    norm = torch.tensor(0.0)
    for p in parameters:
        if p.grad is not None:
            norm += p.grad.pow(2).sum()
    norm = norm.sqrt()
    for p in parameters:
        if p.grad is not None and norm > max_norm:
            p.grad *= max_norm / norm
    return norm
