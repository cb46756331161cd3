# slip: missing
def kept(kind, num_layers, hidden_size, batch, n):
    raise NotImplementedError()
