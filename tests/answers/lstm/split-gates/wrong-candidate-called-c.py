# slip: other-keys
def split_gates(weight):
    i, f, c, o = weight.chunk(4)
    return {"i": i, "f": f, "c": c, "o": o}
