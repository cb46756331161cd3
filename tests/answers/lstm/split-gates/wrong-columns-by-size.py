# slip: columns-split
def split_gates(weight):
    i, f, g, o = weight.split(weight.shape[-1] // 4, dim=-1)
    return {"i": i, "f": f, "g": g, "o": o}
