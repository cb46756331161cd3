# right
import numpy as np
import torch


def half_life(lstm):
    weights = {name: weight.numpy() for name, weight in lstm.state_dict().items()}
    rows = []
    for name in weights:
        if name.startswith("bias_ih"):
            b = (weights[name] + weights[name.replace("_ih", "_hh")]).reshape(4, -1)[1].astype(np.float64)
            rows.append(np.log(0.5) / -np.log1p(np.exp(-b)))
    return torch.tensor(np.array(rows), dtype=torch.float32)
