# slip: last-as-one-step
def cell_states(cell, x, state):
    for x_t in x:
        state = cell(x_t, state)
    return state[1].unsqueeze(0)
