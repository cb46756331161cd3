# rung: values
def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    D = 2 if bidirectional else 1
    first = (batch, seq_len) if batch_first else (seq_len, batch)
    state = (min(num_layers, 3) * D, batch, hidden_size)
    return {"input": (*first, input_size), "h_0": state, "output": (*first, D * hidden_size), "h_n": state}
