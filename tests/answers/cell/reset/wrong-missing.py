# slip: missing
import torch


def reset(cell, x, symbols, symbol, hx):
    raise NotImplementedError()
