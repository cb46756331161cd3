# slip: columns-as-hidden-size
def split_gates(weight):
    _, H = weight.shape
    return {
        "i": weight[0:H],
        "f": weight[H : 2 * H],
        "g": weight[2 * H : 3 * H],
        "o": weight[3 * H : 4 * H],
    }
