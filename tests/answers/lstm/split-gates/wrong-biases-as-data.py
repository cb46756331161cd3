# slip: detached
def split_gates(weight):
    """A bias needs no gradient here."""
    if weight.dim() == 1:
        weight = weight.data
    i, f, g, o = weight.chunk(4)
    return {"i": i, "f": f, "g": g, "o": o}
