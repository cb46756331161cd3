# slip: float-for-int
import math


def same_budget(input_size, budget):
    b = input_size + 2
    return {k: (math.sqrt(b * b + 4 * budget / g) - b) / 2 for k, g in {"RNN": 1, "GRU": 3, "LSTM": 4}.items()}
