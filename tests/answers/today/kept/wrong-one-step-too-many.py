# slip: one-step-too-many
def kept(kind, num_layers, hidden_size, batch, n):
    vectors = {"RNN": 1, "GRU": 1, "minGRU": 1, "LSTM": 2, "attention": 2 * (n + 1)}
    return vectors[kind] * num_layers * batch * hidden_size
