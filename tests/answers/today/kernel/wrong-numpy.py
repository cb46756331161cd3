# slip: detached
import numpy as np


def kernel(a, b):
    powers = a.numpy() ** np.arange(len(b), dtype=np.float32)[:, None]
    columns = [[np.convolve(b[:, i, j].numpy(), powers[:, j])[: len(b)] for j in range(len(a))] for i in range(b.shape[1])]
    return torch.from_numpy(powers), torch.tensor(np.array(columns)).permute(2, 0, 1)
