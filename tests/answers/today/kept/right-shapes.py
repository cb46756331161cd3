# right
import math


def kept(kind, num_layers, hidden_size, batch, n):
    shapes = {
        "LSTM": [("h", num_layers, batch, hidden_size), ("c", num_layers, batch, hidden_size)],
        "attention": [(name, num_layers, n, batch, hidden_size) for name in ("keys", "values")],
    }
    state = [("h", num_layers, batch, hidden_size)]
    return sum(math.prod(sizes) for _, *sizes in shapes.get(kind, state))
