# slip: float-for-int
def kept(kind, num_layers, hidden_size, batch, n):
    vectors = {"RNN": 1.0, "LSTM": 2.0, "GRU": 1.0, "minGRU": 1.0, "attention": 2.0 * n}[kind]
    return vectors * num_layers * batch * hidden_size
