# slip: flattened
def split_gates(weight):
    rows = weight.view(3, -1)
    return {gate: rows[k] for k, gate in enumerate("rzn")}
