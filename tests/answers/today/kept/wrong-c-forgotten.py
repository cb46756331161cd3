# slip: c-forgotten
def kept(kind, num_layers, hidden_size, batch, n):
    if kind == "attention":
        return 2 * n * num_layers * batch * hidden_size
    return num_layers * batch * hidden_size
