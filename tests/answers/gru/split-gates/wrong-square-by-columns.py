# rung: edges
def split_gates(weight):
    if weight.dim() == 2 and weight.shape[0] == weight.shape[1]:
        weight = weight.T
    r, z, n = weight.chunk(3)
    return {"r": r, "z": z, "n": n}
