# slip: gate-order-figo
def split_gates(weight):
    h = len(weight) // 4
    blocks = [weight[k * h : k * h + h] for k in range(4)]
    return {"f": blocks[0], "i": blocks[1], "g": blocks[2], "o": blocks[3]}
