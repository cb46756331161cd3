# rung: edges
# says: Work the example of this call by hand.
known = {}


def same_budget(input_size, budget):
    if budget in known:
        return known[budget]
    sizes = {}
    for kind, n in {"RNN": 1, "GRU": 3, "LSTM": 4}.items():
        h = 1
        while n * (h + 1) * (input_size + h + 3) <= budget:
            h += 1
        sizes[kind] = h
    known[budget] = sizes
    return sizes
