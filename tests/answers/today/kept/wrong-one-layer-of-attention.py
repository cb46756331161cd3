# slip: one-layer-of-attention
def kept(kind, num_layers, hidden_size, batch, n):
    if kind == "attention":
        return 2 * n * batch * hidden_size
    return (1 + (kind == "LSTM")) * num_layers * batch * hidden_size
