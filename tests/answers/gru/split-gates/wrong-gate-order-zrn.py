# slip: gate-order-zrn
def split_gates(weight):
    z, r, n = weight.chunk(3)
    return {"r": r, "z": z, "n": n}
