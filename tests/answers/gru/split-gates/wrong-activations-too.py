# slip: activations-too
import torch


def split_gates(weight):
    r, z, n = weight.chunk(3)
    return {"r": torch.sigmoid(r), "z": torch.sigmoid(z), "n": torch.tanh(n)}
