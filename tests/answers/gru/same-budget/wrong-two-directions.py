# slip: two-directions
def same_budget(input_size, budget):
    sizes = {}
    for kind, n in {"RNN": 1, "GRU": 3, "LSTM": 4}.items():
        h = 1
        while 2 * n * (h + 1) * (input_size + h + 3) <= budget:
            h += 1
        sizes[kind] = h
    return sizes
