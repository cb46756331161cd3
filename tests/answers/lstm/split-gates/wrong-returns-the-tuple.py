# slip: names-left-out
# says: Return a dictionary: to each name its value.
def split_gates(weight):
    i, f, g, o = weight.chunk(4)
    return i, f, g, o
