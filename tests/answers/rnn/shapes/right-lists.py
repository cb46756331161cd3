# right
def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    D = 1 + int(bidirectional)
    leading = [seq_len, batch][:: -1 if batch_first else 1]
    h = [D * num_layers, batch, hidden_size]
    return dict(input=leading + [input_size], output=leading + [D * hidden_size], h_n=h, h_0=h)
