# right
import math


def same_budget(input_size, budget):
    """H^2 + (F + 2) H - budget / gates = 0."""
    b = input_size + 2
    return {
        kind: int((-b + math.sqrt(b * b + 4 * budget / gates)) / 2)
        for kind, gates in [("LSTM", 4), ("GRU", 3), ("RNN", 1)]
    }
