# right
import numpy as np


def lanes(series, batch_size, seq_len):
    chunks = len(series) // (batch_size * seq_len)
    rows = np.stack(np.split(series.numpy()[: chunks * batch_size * seq_len], batch_size), axis=1)
    return torch.from_numpy(np.stack(np.split(rows, chunks)))
