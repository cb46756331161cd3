# slip: first-sizes-only
def split_gates(weight):
    return {"i": weight[:5], "f": weight[5:10], "g": weight[10:15], "o": weight[15:20]}
