# slip: gate-order-nrz
def split_gates(weight):
    H = weight.shape[0] // 3
    return {"n": weight[:H], "r": weight[H : 2 * H], "z": weight[2 * H :]}
