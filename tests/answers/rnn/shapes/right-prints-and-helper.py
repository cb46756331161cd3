# right
def sequence(T, B, width, batch_first):
    print("sequence", T, B, width)
    return tuple([B, T, width] if batch_first else [T, B, width])


def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    num_directions = bidirectional + 1
    h = num_layers * num_directions, batch, hidden_size
    return {
        "h_n": h,
        "h_0": h,
        "input": sequence(seq_len, batch, input_size, batch_first),
        "output": sequence(seq_len, batch, num_directions * hidden_size, batch_first),
    }
