# right
import numpy as np


def same_budget(input_size, budget):
    kinds, gates = np.array(["RNN", "GRU", "LSTM"]), np.array([1, 3, 4])
    found = {}
    for kind, g in zip(kinds, gates):
        H = 1
        while g * (H + 1) * (input_size + H + 3) <= budget:
            H += 1
        found[kind] = H
    return found
