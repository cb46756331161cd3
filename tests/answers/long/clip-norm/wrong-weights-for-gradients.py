# slip: weights-for-gradients
def clip_norm(parameters, max_norm):
    parameters = list(parameters)
    norm = sum((p.detach() ** 2).sum() for p in parameters) ** 0.5
    if norm > max_norm:
        for p in parameters:
            if p.grad is not None:
                p.grad *= max_norm / norm
    return norm
