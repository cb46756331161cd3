# right
from math import prod


def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    shapes = []
    D = [1, 2][bidirectional]
    width = input_size
    for _ in range(num_layers):
        for _ in range(D):
            shapes += [(hidden_size, width), (hidden_size, hidden_size)]
            shapes += [(hidden_size,)] * 2 if bias else []
        width = D * hidden_size
    return sum(map(prod, shapes))
