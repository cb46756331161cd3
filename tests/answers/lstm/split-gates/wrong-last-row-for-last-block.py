# slip: last-row-for-last-block
def split_gates(weight):
    H = weight.shape[0] // 4
    return {"i": weight[:H], "f": weight[H : H * 2], "g": weight[H * 2 : H * 3], "o": weight[-1:]}
