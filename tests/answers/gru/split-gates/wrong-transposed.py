# slip: transposed
def split_gates(weight):
    r, z, n = weight.chunk(3)
    return {"r": r.t(), "z": z.t(), "n": n.t()}
