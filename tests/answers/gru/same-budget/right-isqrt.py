# right
from math import isqrt


def same_budget(input_size, budget):
    b = input_size + 2
    return {k: (isqrt(b * b + 4 * (budget // g)) - b) // 2 for k, g in zip(("RNN", "GRU", "LSTM"), (1, 3, 4))}
