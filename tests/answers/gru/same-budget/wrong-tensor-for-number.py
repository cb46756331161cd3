# slip: tensor-for-number
# says: `.item()` makes a Python number of a tensor that holds one.
import torch


def same_budget(input_size, budget):
    H = torch.arange(1, 1000)
    one = H * (input_size + H + 2)
    return {"RNN": (one <= budget).sum(), "GRU": (3 * one <= budget).sum(), "LSTM": (4 * one <= budget).sum()}
