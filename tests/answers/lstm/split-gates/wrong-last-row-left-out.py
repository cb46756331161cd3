# slip: last-row-left-out
def split_gates(weight):
    H = weight.shape[0] // 4
    return {
        "i": weight[0 : H - 1],
        "f": weight[H : 2 * H - 1],
        "g": weight[2 * H : 3 * H - 1],
        "o": weight[3 * H : 4 * H - 1],
    }
