# right
def split_gates(weight):
    """Block k holds the rows k*H … (k+1)*H - 1."""
    h = int(weight.size(0) / 4)
    gates = {}
    for k, name in enumerate("ifgo"):
        gates[name] = weight[k * h : (k + 1) * h]
    return gates
