# slip: axis-too-many
def split_gates(weight):
    if weight.dim() == 1:
        weight = weight.unsqueeze(1)
    return dict(zip("ifgo", weight.chunk(4), strict=True))
