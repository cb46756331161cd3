# slip: always-two-directions
def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    leading = (batch, seq_len) if batch_first else (seq_len, batch)
    h = (num_layers * 2, batch, hidden_size)
    return {"input": (*leading, input_size), "h_0": h, "output": (*leading, 2 * hidden_size), "h_n": h}
