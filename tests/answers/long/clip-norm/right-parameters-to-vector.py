# right
def clip_norm(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    if not gradients:
        return 0.0
    row = nn.utils.parameters_to_vector(gradients)
    norm = row.norm()
    if norm > max_norm:
        nn.utils.vector_to_parameters(row * (max_norm / norm), gradients)
    return norm
