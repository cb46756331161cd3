# slip: gate-order-nzr
def split_gates(weight):
    return {gate: block for gate, block in zip("nzr", weight.chunk(3), strict=True)}
