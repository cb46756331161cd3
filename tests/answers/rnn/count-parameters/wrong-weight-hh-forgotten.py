# slip: weight-hh-forgotten
def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    D = 2 if bidirectional else 1
    count = 0
    for layer in range(num_layers):
        columns = input_size if layer == 0 else D * hidden_size
        count += D * hidden_size * columns
        if bias:
            count += D * 2 * hidden_size
    return count
