# slip: other-keys
# says: Use the names of the docstring, spelled as there.
def split_gates(weight):
    i, f, g, o = weight.chunk(4)
    return {"i": i, "f": f, "g": g, "o": o}
