# slip: nearest
def same_budget(input_size, budget):
    sizes = {}
    for kind, n in {"RNN": 1, "GRU": 3, "LSTM": 4}.items():
        half = (input_size + 2) / 2
        sizes[kind] = max(1, round((half**2 + budget / n) ** 0.5 - half))
    return sizes
