# slip: always-batch-first
def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    D = 2 if bidirectional else 1
    h = (num_layers * D, batch, hidden_size)
    return {
        "input": (batch, seq_len, input_size),
        "h_0": h,
        "output": (batch, seq_len, D * hidden_size),
        "h_n": h,
    }
