# slip: none-not-skipped
# says: Some parameters have no gradient: their .grad is None. Leave those out.
def clip_norm(parameters, max_norm):
    parameters = list(parameters)
    norm = sum((p.grad**2).sum() for p in parameters) ** 0.5
    if norm > max_norm:
        for p in parameters:
            p.grad *= max_norm / norm
    return norm
