# right
import torch


def split_gates(weight):
    hidden_size = weight.size(0) // 3
    gates = {"r": [], "z": [], "n": []}
    names = ["r"] * hidden_size + ["z"] * hidden_size + ["n"] * hidden_size
    for name, row in zip(names, weight, strict=True):
        gates[name].append(row)
    return {name: torch.stack(rows) for name, rows in gates.items()}
