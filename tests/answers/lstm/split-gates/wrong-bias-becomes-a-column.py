# slip: axis-too-many
# says: There is an axis of size 1 too many: which one is it, and which line makes it?
def split_gates(weight):
    if weight.dim() == 1:
        weight = weight.unsqueeze(1)
    return dict(zip("ifgo", weight.chunk(4), strict=True))
