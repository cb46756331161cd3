# slip: gates-counted
def kept(kind, num_layers, hidden_size, batch, n):
    if kind == "attention":
        return 2 * n * num_layers * batch * hidden_size
    return {"RNN": 1, "GRU": 3, "LSTM": 4, "minGRU": 1}[kind] * num_layers * batch * hidden_size
