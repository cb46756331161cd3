# right
def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    directions = 2 if bidirectional else 1
    if batch_first:
        x, output = (batch, seq_len, input_size), (batch, seq_len, directions * hidden_size)
    else:
        x, output = (seq_len, batch, input_size), (seq_len, batch, directions * hidden_size)
    state = (num_layers * directions, batch, hidden_size)
    return {"input": x, "h_0": state, "output": output, "h_n": state}
