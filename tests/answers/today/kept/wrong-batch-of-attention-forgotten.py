# slip: batch-of-attention-forgotten
def kept(kind, num_layers, hidden_size, batch, n):
    if kind == "attention":
        return 2 * n * num_layers * hidden_size
    return (2 if kind == "LSTM" else 1) * num_layers * batch * hidden_size
