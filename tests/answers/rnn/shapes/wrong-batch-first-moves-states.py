# slip: batch-first-moves-states
def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    D = 2 if bidirectional else 1
    if batch_first:
        return {
            "input": (batch, seq_len, input_size),
            "h_0": (batch, num_layers * D, hidden_size),
            "output": (batch, seq_len, D * hidden_size),
            "h_n": (batch, num_layers * D, hidden_size),
        }
    return {
        "input": (seq_len, batch, input_size),
        "h_0": (num_layers * D, batch, hidden_size),
        "output": (seq_len, batch, D * hidden_size),
        "h_n": (num_layers * D, batch, hidden_size),
    }
