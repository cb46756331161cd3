# slip: axis-lost
def split_gates(weight):
    return {gate: block.squeeze(0) for gate, block in zip("rzn", weight.chunk(3))}
