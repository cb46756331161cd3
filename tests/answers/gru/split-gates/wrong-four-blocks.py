# slip: four-blocks
def split_gates(weight):
    blocks = weight.chunk(4)
    gates = {}
    for name, block in zip(["r", "z", "n"], blocks, strict=False):
        gates[name] = block
    return gates
