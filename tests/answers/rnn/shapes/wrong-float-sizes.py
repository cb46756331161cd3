# rung: kind
def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    d = 2 if bidirectional else 1
    lead = (batch, seq_len) if batch_first else (seq_len, batch)
    s = (num_layers * d, batch, hidden_size)
    return {"input": (*lead, input_size), "h_0": s, "output": (*lead, hidden_size / (1 / d)), "h_n": s}
