# slip: states-for-every-step
def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    D = 2 if bidirectional else 1
    leading = (batch, seq_len) if batch_first else (seq_len, batch)
    h = (num_layers * D, seq_len, hidden_size)
    return {"input": (*leading, input_size), "h_0": h, "output": (*leading, D * hidden_size), "h_n": h}
