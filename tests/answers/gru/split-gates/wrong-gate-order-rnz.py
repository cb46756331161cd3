# slip: gate-order-rnz
def split_gates(weight):
    r, n, z = weight.split(weight.shape[0] // 3)
    return {"r": r, "z": z, "n": n}
