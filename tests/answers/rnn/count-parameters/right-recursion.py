# right
def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    def upper(layers, width):
        if not layers:
            return 0
        one = hidden_size * width + hidden_size**2 + (2 * hidden_size if bias else 0)
        both = 2 * one if bidirectional else one
        return both + upper(layers - 1, 2 * hidden_size if bidirectional else hidden_size)

    return upper(num_layers, input_size)
