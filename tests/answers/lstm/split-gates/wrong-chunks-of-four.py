# slip: unpacked-wrongly
def split_gates(weight):
    i, f, g, o = weight.split(4)
    return {"i": i, "f": f, "g": g, "o": o}
