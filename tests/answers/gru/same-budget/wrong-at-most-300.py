# slip: at-most-300
def same_budget(input_size, budget):
    sizes = {}
    for kind, n in {"RNN": 1, "GRU": 3, "LSTM": 4}.items():
        h = 1
        while n * (h + 1) * (input_size + h + 3) <= budget and h < 300:
            h += 1
        sizes[kind] = h
    return sizes
