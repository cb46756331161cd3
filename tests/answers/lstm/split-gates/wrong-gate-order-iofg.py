# slip: gate-order-iofg
def split_gates(weight):
    H = weight.shape[0] // 4
    return {"i": weight[:H], "o": weight[H : 2 * H], "f": weight[2 * H : 3 * H], "g": weight[3 * H :]}
