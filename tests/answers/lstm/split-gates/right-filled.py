# right
import torch


def split_gates(weight):
    quarter = weight.shape[0] // 4
    out = {}
    for k, gate in enumerate(["i", "f", "g", "o"]):
        block = torch.zeros(quarter, *weight.shape[1:])
        for row in range(quarter):
            block[row] = weight[k * quarter + row]
        out[gate] = block
    return out
