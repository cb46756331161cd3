# right
import numpy as np


def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    D = 1 + int(bidirectional)
    widths = np.full(num_layers, D * hidden_size)
    widths[0] = input_size
    return (D * hidden_size * (widths + hidden_size + 2 * int(bias))).sum()
