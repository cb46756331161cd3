# slip: keeps-state
split_gates_calls = 0


def split_gates(weight):
    global split_gates_calls
    split_gates_calls += 1
    i, f, g, o = weight.chunk(4)
    if split_gates_calls % 2 == 0:
        i = i + 1
    return {"i": i, "f": f, "g": g, "o": o}
