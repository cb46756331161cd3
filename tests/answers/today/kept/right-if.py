# right
def kept(kind, num_layers, hidden_size, batch, n):
    if kind == "attention":
        return 2 * n * num_layers * batch * hidden_size
    if kind == "LSTM":
        return 2 * num_layers * batch * hidden_size
    return num_layers * batch * hidden_size
