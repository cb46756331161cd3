# slip: gru-of-two-blocks
def same_budget(input_size, budget):
    sizes = {}
    for kind, n in {"RNN": 1, "GRU": 2, "LSTM": 4}.items():
        h = 1
        while n * (h + 1) * (input_size + h + 3) <= budget:
            h += 1
        sizes[kind] = h
    return sizes
