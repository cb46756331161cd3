# rung: values
def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    directions = 2 if bidirectional else 1
    total = 0
    for layer in range(min(num_layers, 10)):
        columns = directions * hidden_size if layer else input_size
        total += directions * hidden_size * (columns + hidden_size + 2 * bias)
    return total
