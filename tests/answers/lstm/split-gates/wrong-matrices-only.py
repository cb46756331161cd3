# slip: unpacked-wrongly
def split_gates(weight):
    rows, columns = weight.shape
    blocks = weight.view(4, rows // 4, columns)
    return {"i": blocks[0], "f": blocks[1], "g": blocks[2], "o": blocks[3]}
