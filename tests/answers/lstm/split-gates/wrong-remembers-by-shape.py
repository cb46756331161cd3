# slip: keeps-state
split_gates_seen = {}


def split_gates(weight):
    """Cutting the same weight twice is a waste."""
    if weight.shape not in split_gates_seen:
        i, f, g, o = weight.chunk(4)
        split_gates_seen[weight.shape] = {"i": i, "f": f, "g": g, "o": o}
    return split_gates_seen[weight.shape]
