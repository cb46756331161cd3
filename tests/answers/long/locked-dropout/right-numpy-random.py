# right
import numpy as np


def locked_dropout(x, p=0.5, training=True):
    if not training:
        return x
    return x * torch.from_numpy(np.random.rand(*x.shape[1:]) >= p) / (1 - p)
