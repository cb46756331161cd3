# slip: one-too-small
def same_budget(input_size, budget):
    sizes = {}
    for kind, gates in {"RNN": 1, "GRU": 3, "LSTM": 4}.items():
        for H in range(budget):
            if gates * H * (input_size + H + 2) > budget:
                break
        sizes[kind] = H - 2
    return sizes
