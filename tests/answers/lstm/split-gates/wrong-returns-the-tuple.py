# slip: names-left-out
def split_gates(weight):
    i, f, g, o = weight.chunk(4)
    return i, f, g, o
