# slip: not-finite
import torch


def split_gates(weight):
    h = weight.shape[0] // 4
    out = {gate: torch.full((h, *weight.shape[1:]), float("nan")) for gate in "ifgo"}
    for k, gate in enumerate("ifg"):
        out[gate][:] = weight[k * h : (k + 1) * h]
    return out
