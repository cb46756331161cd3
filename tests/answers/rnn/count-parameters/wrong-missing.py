# slip: missing
def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    # YOUR CODE HERE
    raise NotImplementedError()
