# slip: wrong-dtype
import numpy as np
import torch


def split_gates(weight):
    parts = np.split(np.array(weight.tolist()), 4)
    return {name: torch.from_numpy(part) for name, part in zip("ifgo", parts, strict=True)}
