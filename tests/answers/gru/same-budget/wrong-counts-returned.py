# slip: counts-returned
def same_budget(input_size, budget):
    counts = {}
    for kind, gates in {"RNN": 1, "GRU": 3, "LSTM": 4}.items():
        count = H = 0
        while gates * (H + 1) * (input_size + H + 1 + 2) <= budget:
            H += 1
            count = gates * H * (input_size + H + 2)
        counts[kind] = count
    return counts
