# slip: state-not-a-pair
# says: An LSTM takes its state as one pair, (h, c).
import torch


def cell_states(cell, x, state):
    h, c = state
    cs = []
    for x_t in x:
        h, c = cell(x_t, h)
        cs.append(c)
    return torch.stack(cs)
