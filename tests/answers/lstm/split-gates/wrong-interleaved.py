# slip: interleaved
def split_gates(weight):
    grouped = weight.unflatten(0, (-1, 4))
    return {"i": grouped[:, 0], "f": grouped[:, 1], "g": grouped[:, 2], "o": grouped[:, 3]}
