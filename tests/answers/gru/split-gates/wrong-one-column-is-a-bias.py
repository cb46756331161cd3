# slip: axis-lost
# says: Which axis did you leave out? squeeze() takes away all of size 1, and an index its own.
def split_gates(weight):
    if weight.dim() == 2 and weight.shape[1] == 1:
        weight = weight[:, 0]
    r, z, n = weight.chunk(3)
    return {"r": r, "z": z, "n": n}
