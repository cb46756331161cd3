# right
import torch


def split_gates(weight):
    which = torch.arange(len(weight)) * 3 // len(weight)
    return {gate: weight[which == k] for k, gate in enumerate(["r", "z", "n"])}
