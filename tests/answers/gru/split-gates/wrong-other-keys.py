# slip: other-keys
def split_gates(weight):
    i, f, g, o = weight.chunk(4)
    return {"i": i, "f": f, "g": g, "o": o}
