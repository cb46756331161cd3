# slip: missing
def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    # YOUR CODE HERE
    raise NotImplementedError()
