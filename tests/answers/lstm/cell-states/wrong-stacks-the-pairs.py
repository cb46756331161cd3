# slip: stacked-tuples
# says: There are tuples in this list: an LSTM's state is a pair (h, c). Put the tensors of one kind in a list.
def cell_states(cell, x, state):
    states = []
    for x_t in x:
        state = cell(x_t, state)
        states.append(state)
    return torch.stack(states)[:, 1]
