# right
import torch


def same_budget(input_size, budget):
    H = torch.arange(1, 1000)
    one = H * (input_size + H + 2)
    return {kind: int((gates * one <= budget).sum()) for kind, gates in (("RNN", 1), ("GRU", 3), ("LSTM", 4))}
