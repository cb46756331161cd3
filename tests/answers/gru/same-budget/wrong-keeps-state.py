# slip: keeps-state
# says: Look for a global variable, or for a list as a default argument; make everything anew inside the function.
sizes = {}


def same_budget(input_size, budget):
    for kind, gates in {"RNN": 1, "GRU": 3, "LSTM": 4}.items():
        H = sizes.get(kind, 0)
        while gates * (H + 1) * (input_size + H + 1 + 2) <= budget:
            H += 1
        sizes[kind] = H
    return sizes
