# right
def kept(kind, num_layers, hidden_size, batch, n):
    numbers = 0
    for _ in range(num_layers):
        if kind == "attention":
            for _ in range(n):
                numbers += batch * hidden_size  # the key
                numbers += batch * hidden_size  # the value
        else:
            numbers += batch * hidden_size
            if kind == "LSTM":
                numbers += batch * hidden_size
    return numbers
