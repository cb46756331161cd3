# slip: axis-lost
def split_gates(weight):
    if weight.shape[-1] == 1:
        weight = weight.squeeze(-1)
    return dict(zip("ifgo", weight.chunk(4)))
