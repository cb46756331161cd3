# right
def split_gates(weight):
    blocks = weight.reshape(4, -1, *weight.shape[1:])
    return {"o": blocks[3], "g": blocks[2], "f": blocks[1], "i": blocks[0]}
