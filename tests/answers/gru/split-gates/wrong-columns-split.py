# slip: columns-split
def split_gates(weight):
    r, z, n = weight.chunk(3, dim=-1)
    return {"r": r, "z": z, "n": n}
