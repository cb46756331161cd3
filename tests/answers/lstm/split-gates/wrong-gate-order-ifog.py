# slip: gate-order-ifog
def split_gates(weight):
    i, f, o, g = weight.chunk(4)
    return {"i": i, "f": f, "g": g, "o": o}
