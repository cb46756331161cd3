# slip: gates-of-a-gru-counted
def kept(kind, num_layers, hidden_size, batch, n):
    vectors = {"RNN": 1, "GRU": 3, "minGRU": 1, "LSTM": 2, "attention": 2 * n}
    return vectors[kind] * num_layers * batch * hidden_size
