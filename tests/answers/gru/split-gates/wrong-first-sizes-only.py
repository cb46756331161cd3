# slip: first-sizes-only
# says: It is right at the first sizes: look for a number or a rule that holds for those alone, or is guessed from them.
def split_gates(weight):
    H = 5
    return {"r": weight[:H], "z": weight[H : 2 * H], "n": weight[2 * H :]}
