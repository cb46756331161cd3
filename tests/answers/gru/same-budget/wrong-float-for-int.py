# slip: float-for-int
# says: A count is an int: look for a `/`, or for a float that it begins with.
import math


def same_budget(input_size, budget):
    b = input_size + 2
    return {k: (math.sqrt(b * b + 4 * budget / g) - b) / 2 for k, g in {"RNN": 1, "GRU": 3, "LSTM": 4}.items()}
