# rung: edges
known = {}


def same_budget(input_size, budget):
    if input_size in known:
        return known[input_size]
    sizes = {}
    for kind, n in {"RNN": 1, "GRU": 3, "LSTM": 4}.items():
        h = 1
        while n * (h + 1) * (input_size + h + 3) <= budget:
            h += 1
        sizes[kind] = h
    known[input_size] = sizes
    return sizes
