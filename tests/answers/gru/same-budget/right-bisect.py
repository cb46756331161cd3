# right
import bisect


def same_budget(input_size, budget):
    def parameters(gates):
        return lambda H: gates * (H * input_size + H * H + H + H)

    return {
        name: bisect.bisect_right(range(1, budget), budget, key=parameters(gates))
        for gates, name in ((1, "RNN"), (3, "GRU"), (4, "LSTM"))
    }
