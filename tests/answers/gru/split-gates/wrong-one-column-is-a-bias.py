# slip: axis-lost
# says: squeeze() takes away every axis of size 1, and an index its axis: keep those asked for.
def split_gates(weight):
    if weight.dim() == 2 and weight.shape[1] == 1:
        weight = weight[:, 0]
    r, z, n = weight.chunk(3)
    return {"r": r, "z": z, "n": n}
