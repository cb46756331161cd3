# slip: h-0-as-wide-as-x
def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    D = 2 if bidirectional else 1
    leading = (batch, seq_len) if batch_first else (seq_len, batch)
    return {
        "input": (*leading, input_size),
        "h_0": (num_layers * D, batch, input_size),
        "output": (*leading, D * hidden_size),
        "h_n": (num_layers * D, batch, hidden_size),
    }
