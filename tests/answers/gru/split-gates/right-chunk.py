# right
def split_gates(weight):
    r, z, n = weight.chunk(3)
    return {"r": r, "z": z, "n": n}
