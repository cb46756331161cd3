# slip: axis-lost
def split_gates(weight):
    i, f, g, o = (block.squeeze() for block in weight.chunk(4))
    return {"i": i, "f": f, "g": g, "o": o}
