# slip: columns-as-hidden-size
def split_gates(weight):
    H = weight.shape[-1]
    return {"r": weight[:H], "z": weight[H : 2 * H], "n": weight[2 * H : 3 * H]}
