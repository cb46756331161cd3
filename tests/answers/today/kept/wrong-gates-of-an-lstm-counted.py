# slip: gates-of-an-lstm-counted
def kept(kind, num_layers, hidden_size, batch, n):
    vectors = {"RNN": 1, "GRU": 1, "minGRU": 1, "LSTM": 4, "attention": 2 * n}
    return vectors[kind] * num_layers * batch * hidden_size
