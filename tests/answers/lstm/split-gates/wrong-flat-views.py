# slip: flattened
def split_gates(weight):
    blocks = weight.reshape(4, -1)
    return {"i": blocks[0], "f": blocks[1], "g": blocks[2], "o": blocks[3]}
