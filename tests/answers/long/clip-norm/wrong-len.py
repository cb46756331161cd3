# slip: gone-through-twice
# says: What model.parameters() gives has no length and can be gone through only once: make a list of it first.
def clip_norm(parameters, max_norm):
    square = 0.0
    for k in range(len(parameters)):
        if parameters[k].grad is not None:
            square += parameters[k].grad.square().sum().item()
    norm = square**0.5
    if norm > max_norm:
        for k in range(len(parameters)):
            if parameters[k].grad is not None:
                parameters[k].grad *= max_norm / norm
    return norm
