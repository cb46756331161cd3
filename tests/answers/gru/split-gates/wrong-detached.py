# slip: detached
def split_gates(weight):
    r, z, n = weight.data.chunk(3)
    return {"r": r, "z": z, "n": n}
