# slip: names-left-out
# says: Return a dictionary: to each name its value.
def split_gates(weight):
    return weight.chunk(3)
