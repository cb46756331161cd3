# slip: gate-order-znr
def split_gates(weight):
    blocks = weight.chunk(3)
    return {"z": blocks[0], "n": blocks[1], "r": blocks[2]}
