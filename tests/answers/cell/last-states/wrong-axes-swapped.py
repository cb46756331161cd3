# slip: axes-swapped
def last_states(h_n, num_layers, bidirectional):
    top = h_n[-2:] if bidirectional else h_n[-1:]
    return top.transpose(1, 2).reshape(-1, h_n.size(1))
