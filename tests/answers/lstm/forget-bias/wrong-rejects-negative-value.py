# rung: raises
import torch


def forget_bias(lstm, value):
    if value <= 0:
        raise ValueError("the forget bias must be positive")
    H = lstm.hidden_size
    with torch.no_grad():
        for _, _, ih, hh in lstm.all_weights:
            ih[H : 2 * H] = value
            hh[H : 2 * H] = 0
    return lstm
