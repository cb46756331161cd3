# slip: sequence-to-a-cell
# says: A Cell reads one time step of all examples, (batch, input_size): the loop over the steps is yours.
def cell_states(cell, x, state):
    _, c = cell(x, state)
    return c
