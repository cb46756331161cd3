# slip: one-too-large
def same_budget(input_size, budget):
    sizes = {}
    for kind, gates in {"RNN": 1, "GRU": 3, "LSTM": 4}.items():
        H = 1
        while gates * H * (input_size + H + 2) <= budget:
            H += 1
        sizes[kind] = H
    return sizes
