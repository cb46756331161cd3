# slip: yields
# says: `yield` makes a generator: collect the parts in a list and `return` them.
def cell_states(cell, x, state):
    for x_t in x:
        state = cell(x_t, state)
        yield state[1]
