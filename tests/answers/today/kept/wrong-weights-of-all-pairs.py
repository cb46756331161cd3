# slip: weights-of-all-pairs
def kept(kind, num_layers, hidden_size, batch, n):
    if kind == "attention":
        return num_layers * batch * n**2
    return (2 if kind == "LSTM" else 1) * num_layers * batch * hidden_size
