# slip: tensor-for-number
# says: `.item()` makes a Python number of a tensor that holds one.
import torch


def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    D = 2 if bidirectional else 1
    count = torch.tensor(0)
    for layer in range(num_layers):
        columns = input_size if layer == 0 else D * hidden_size
        count += D * hidden_size * (columns + hidden_size + 2 * bias)
    return count
