# slip: last-row-left-out
def split_gates(weight):
    H = weight.shape[0] // 3
    return {"r": weight[0 : H - 1], "z": weight[H : 2 * H - 1], "n": weight[2 * H : -1]}
