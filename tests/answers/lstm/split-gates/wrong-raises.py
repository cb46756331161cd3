# rung: raises
def split_gates(weight):
    H = weight.shape / 4
    return {"i": weight[:H], "f": weight[H : 2 * H], "g": weight[2 * H : 3 * H], "o": weight[3 * H :]}
