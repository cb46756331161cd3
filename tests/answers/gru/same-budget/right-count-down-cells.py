# right
from torch import nn


def same_budget(input_size, budget):
    sizes = {}
    for kind in ("RNN", "GRU", "LSTM"):
        cell = getattr(nn, kind + "Cell")(input_size, 1)
        gates = cell.weight_hh.numel()
        H = budget
        while gates * H * (H + input_size + 2) > budget:
            H -= 1
        sizes[kind] = H
    return sizes
