# slip: partly-detached
# says: Look for a .detach(), .data or copy on one of the ways through.
def split_gates(weight):
    i, f, g, o = weight.chunk(4)
    return {"i": i, "f": f, "g": g.detach(), "o": o}
