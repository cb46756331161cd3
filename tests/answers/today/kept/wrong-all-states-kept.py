# slip: all-states-kept
def kept(kind, num_layers, hidden_size, batch, n):
    vectors = 2 if kind in ("LSTM", "attention") else 1
    return vectors * n * num_layers * batch * hidden_size
