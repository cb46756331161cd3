# slip: interleaved
def split_gates(weight):
    return {"r": weight[0::3], "z": weight[1::3], "n": weight[2::3]}
