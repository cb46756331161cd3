# slip: returns-none
def split_gates(weight):
    i, f, g, o = weight.chunk(4)
    gates = {"i": i, "f": f, "g": g, "o": o}
    print(gates)
