# slip: directions-widen-states
def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    if bidirectional:
        hidden_size = 2 * hidden_size
    leading = (batch, seq_len) if batch_first else (seq_len, batch)
    h = (num_layers, batch, hidden_size)
    return {"input": (*leading, input_size), "h_0": h, "output": (*leading, hidden_size), "h_n": h}
