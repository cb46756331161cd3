# right
import torch


def split_gates(weight):
    gate = torch.arange(len(weight)) // (len(weight) // 3)
    return {name: weight[gate == k] for k, name in enumerate("rzn")}
