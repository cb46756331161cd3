# right
import numpy as np


def locked_dropout(x, p=0.5, training=True):
    if not training:
        return x
    drawn = np.random.default_rng(int(torch.randint(2**31, ()))).random(tuple(x.shape[1:]))
    return x * torch.from_numpy(drawn >= p).float() / (1 - p)
