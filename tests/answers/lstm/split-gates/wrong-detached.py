# slip: detached
def split_gates(weight):
    i, f, g, o = weight.data.chunk(4)
    return {"i": i, "f": f, "g": g, "o": o}
