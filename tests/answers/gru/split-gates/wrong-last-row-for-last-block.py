# slip: last-row-for-last-block
def split_gates(weight):
    H = len(weight) // 3
    return {"r": weight[:H], "z": weight[H:-H], "n": weight[-1:]}
