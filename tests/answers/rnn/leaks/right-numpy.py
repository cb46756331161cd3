# right
import numpy as np
import torch


def leaks(layer, x):
    data = x.numpy()

    def output(numbers):
        return layer(torch.from_numpy(numbers))[0].detach().numpy()

    before = output(data)
    matrix = np.zeros((len(data), len(data)), dtype=bool)
    for j in range(len(data)):
        changed = data.copy()
        changed[j] -= 1
        matrix[:, j] = np.abs(output(changed) - before).max(axis=(1, 2)) > 1e-6
    return torch.from_numpy(matrix)
