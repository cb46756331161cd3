# slip: sequence-to-a-cell
def cell_states(cell, x, state):
    _, c = cell(x, state)
    return c
