# slip: one-direction-read
def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    count = 0
    for layer in range(num_layers):
        columns = input_size if layer == 0 else hidden_size
        count += hidden_size * (columns + hidden_size)
        if bias:
            count += 2 * hidden_size
    return 2 * count if bidirectional else count
