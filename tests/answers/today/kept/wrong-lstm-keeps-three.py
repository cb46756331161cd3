# slip: lstm-keeps-three
def kept(kind, num_layers, hidden_size, batch, n):
    vectors = {"RNN": 1, "GRU": 1, "minGRU": 1, "LSTM": 3, "attention": 2 * n}
    return vectors[kind] * num_layers * batch * hidden_size
