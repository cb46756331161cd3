# slip: not-joined
def last_states(h_n, num_layers, bidirectional):
    return h_n[-2:] if bidirectional else h_n[-1:]
