# right
def last_states(h_n, num_layers, bidirectional):
    D = 2 if bidirectional else 1
    _, B, H = h_n.shape
    top = h_n.view(num_layers, D, B, H)[-1]
    return top.transpose(0, 1).reshape(B, D * H)
