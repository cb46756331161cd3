# slip: other-keys
# says: Use the names of the docstring, spelled as there.
def same_budget(input_size, budget):
    sizes = {}
    for kind, gates in {"RNN": 1, "LSTM": 4}.items():
        H = 0
        while gates * (H + 1) * (input_size + H + 1 + 2) <= budget:
            H += 1
        sizes[kind] = H
    return sizes
