# rung: edges
def kept(kind, num_layers, hidden_size, batch, n):
    import numpy as np

    vectors = {"LSTM": 2, "attention": 2 * n}.get(kind, 1)
    return int(np.prod([vectors, num_layers, batch, hidden_size], dtype=np.float32))
