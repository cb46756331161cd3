# slip: batch-first-by-default
def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    D = 2 if bidirectional else 1
    leading = (seq_len, batch) if batch_first else (batch, seq_len)
    h = (num_layers * D, batch, hidden_size)
    return {"input": (*leading, input_size), "h_0": h, "output": (*leading, D * hidden_size), "h_n": h}
