# right
import torch


def split_gates(weight):
    gate_of_row = torch.arange(4).repeat_interleave(weight.shape[0] // 4)
    return {name: weight[gate_of_row == k] for k, name in enumerate("ifgo")}
