# slip: weight-ih-forgotten
def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    D = 2 if bidirectional else 1
    one = hidden_size**2 + (2 * hidden_size if bias else 0)
    return num_layers * D * one
