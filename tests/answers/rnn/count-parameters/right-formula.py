# right
def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    directions = 2 if bidirectional else 1
    count = 0
    for layer in range(num_layers):
        columns = input_size if layer == 0 else directions * hidden_size
        count += directions * hidden_size * (columns + hidden_size)
        if bias:
            count += directions * 2 * hidden_size
    return count
