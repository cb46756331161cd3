# slip: batch-first-moves-h-n
def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    D = 2 if bidirectional else 1
    state = (num_layers * D, batch, hidden_size)
    if batch_first:
        x, output = (batch, seq_len, input_size), (batch, seq_len, D * hidden_size)
        h_n = (batch, num_layers * D, hidden_size)
    else:
        x, output = (seq_len, batch, input_size), (seq_len, batch, D * hidden_size)
        h_n = state
    return {"input": x, "h_0": state, "output": output, "h_n": h_n}
