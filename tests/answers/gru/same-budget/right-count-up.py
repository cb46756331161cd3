# right
def same_budget(input_size, budget):
    sizes = {}
    for kind, gates in {"RNN": 1, "GRU": 3, "LSTM": 4}.items():
        H = 0
        while gates * ((H + 1) * input_size + (H + 1) ** 2 + 2 * (H + 1)) <= budget:
            H += 1
        sizes[kind] = H
    return sizes
