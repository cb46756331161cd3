# slip: batch-first-moves-input-only
def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    D = 2 if bidirectional else 1
    x = (batch, seq_len, input_size) if batch_first else (seq_len, batch, input_size)
    h = (num_layers * D, batch, hidden_size)
    return {"input": x, "h_0": h, "output": (seq_len, batch, D * hidden_size), "h_n": h}
