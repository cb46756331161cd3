# rung: values
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for _, _, ih, hh in lstm.all_weights:
            ih[H : 2 * H] = hh[H : 2 * H] - value
    return lstm
