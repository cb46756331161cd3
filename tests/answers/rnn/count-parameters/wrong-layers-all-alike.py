# slip: layers-all-alike
def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    one = hidden_size * input_size + hidden_size * hidden_size
    if bias:
        one += 2 * hidden_size
    return one * num_layers * (2 if bidirectional else 1)
