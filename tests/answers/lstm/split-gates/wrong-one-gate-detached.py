# slip: partly-detached
# says: Look for .detach(), .data, a copy, clamp or where on the way
def split_gates(weight):
    i, f, g, o = weight.chunk(4)
    return {"i": i, "f": f, "g": g.detach(), "o": o}
