# slip: keeps-state
def split_gates(weight, gates={}):
    for gate, block in zip("rzn", weight.chunk(3)):
        gates.setdefault((gate, weight.shape), block)
    return {gate: gates[gate, weight.shape] for gate in "rzn"}
