# rung: shape
# says: Print the shapes on the way and compare them with the docstring.
def last_states(h_n, num_layers, bidirectional):
    return h_n[:, -1]
