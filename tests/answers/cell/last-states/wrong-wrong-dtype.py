# slip: wrong-dtype
# says: `.float()` makes float32 of any other; NumPy and Python numbers bring float64 with them.
import numpy as np
import torch


def last_states(h_n, num_layers, bidirectional):
    rows = np.array(h_n.tolist())[-2 if bidirectional else -1 :]
    return torch.from_numpy(np.concatenate(list(rows), axis=-1))
