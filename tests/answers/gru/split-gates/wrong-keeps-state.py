# slip: keeps-state
# says: Look for a global variable, or for a list as a default argument; make everything anew inside the function.
def split_gates(weight, gates={}):
    for gate, block in zip("rzn", weight.chunk(3)):
        gates.setdefault((gate, weight.shape), block)
    return {gate: gates[gate, weight.shape] for gate in "rzn"}
