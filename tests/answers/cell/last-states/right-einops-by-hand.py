# right
def last_states(h_n, num_layers, bidirectional):
    rows = h_n.chunk(num_layers)[-1]
    return rows.permute(1, 0, 2).flatten(1)
