# slip: returns-none
def kept(kind, num_layers, hidden_size, batch, n):
    vectors = {"RNN": 1, "LSTM": 2, "GRU": 1, "minGRU": 1, "attention": 2 * n}[kind]
    print(vectors * num_layers * batch * hidden_size)
