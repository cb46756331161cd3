# right
def split_gates(weight):
    H = weight.shape[0] // 3
    return {"r": weight[:H], "z": weight[H : 2 * H], "n": weight[2 * H :]}
