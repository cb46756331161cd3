# right
def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    F, H, L, D, b = input_size, hidden_size, num_layers, 1 + bidirectional, 2 * bias
    return D * H * (F + H + b) + (L - 1) * D * H * (D * H + H + b)
