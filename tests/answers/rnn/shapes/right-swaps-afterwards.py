# right
def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    d = {True: 2, False: 1}[bidirectional]
    found = {
        "input": (seq_len, batch, input_size),
        "output": (seq_len, batch, hidden_size * d),
        "h_0": (num_layers * d, batch, hidden_size),
        "h_n": (num_layers * d, batch, hidden_size),
    }
    if batch_first:
        for name in ("input", "output"):
            t, b, features = found[name]
            found[name] = (b, t, features)
    return found
