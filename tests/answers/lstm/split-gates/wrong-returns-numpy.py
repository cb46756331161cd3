# slip: returns-numpy
# says: Stay with torch operations: a NumPy array carries no gradient.
def split_gates(weight):
    i, f, g, o = weight.detach().numpy().reshape(4, -1, *weight.shape[1:])
    return {"i": i, "f": f, "g": g, "o": o}
