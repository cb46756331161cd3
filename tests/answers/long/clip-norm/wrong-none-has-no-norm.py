# slip: none-not-skipped
# says: Some parameters have no gradient: their .grad is None. Leave those out.
def clip_norm(parameters, max_norm):
    parameters = list(parameters)
    norm = torch.stack([p.grad.norm() for p in parameters]).norm()
    for p in parameters:
        p.grad *= min(1, max_norm / norm)
    return norm
