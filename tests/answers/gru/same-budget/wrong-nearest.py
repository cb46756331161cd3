# slip: nearest
def same_budget(input_size, budget):
    def off(gates):
        return lambda H: abs(gates * H * (input_size + H + 2) - budget)

    return {kind: min(range(500), key=off(gates)) for kind, gates in [("RNN", 1), ("GRU", 3), ("LSTM", 4)]}
