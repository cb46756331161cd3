# rung: values
def clip_norm(parameters, max_norm):
    parameters = [p for p in parameters if p.grad is not None]
    norm = float(sum((p.grad**2).sum() for p in parameters)) ** 0.5
    if int(norm) > max_norm:
        for p in parameters:
            p.grad *= max_norm / norm
    return norm
