# right
import torch


def cell_states(cell, x, state):
    weights = [cell.weight_ih, cell.weight_hh, cell.bias_ih, cell.bias_hh]
    cs = ()
    while len(cs) < len(x):
        state = torch.lstm_cell(x[len(cs)], state, *weights)
        cs = (*cs, state[1])
    return torch.stack(cs)
