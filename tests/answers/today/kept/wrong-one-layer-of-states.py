# slip: one-layer-of-states
def kept(kind, num_layers, hidden_size, batch, n):
    if kind == "attention":
        return 2 * n * num_layers * batch * hidden_size
    return (1 + (kind == "LSTM")) * batch * hidden_size
