# slip: activations-too
import torch


def split_gates(weight):
    i, f, g, o = weight.chunk(4)
    return {"i": torch.sigmoid(i), "f": torch.sigmoid(f), "g": torch.tanh(g), "o": torch.sigmoid(o)}
