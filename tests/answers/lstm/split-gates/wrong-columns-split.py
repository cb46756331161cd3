# slip: columns-split
def split_gates(weight):
    gates = {}
    for name, block in zip("ifgo", weight.chunk(4, dim=-1), strict=False):
        gates[name] = block
    return gates
