# right
import torch


def h_or(mark, one, other):
    return one * mark + other * ~mark


def reset(cell, x, symbols, symbol, hx):
    begins = symbols[0].eq(symbol)[:, None]
    h = cell(x[0], h_or(begins, hx, hx))
    states = [h]
    for x_t, read in zip(x[1:], symbols[1:]):
        states.append(cell(x_t, h_or(read.eq(symbol)[:, None], hx, states[-1])))
    return torch.stack(states), states[-1]
