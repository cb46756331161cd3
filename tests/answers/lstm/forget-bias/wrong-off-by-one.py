# slip: last-row-left-out
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for _, _, ih, hh in lstm.all_weights:
            ih[H : 2 * H - 1] = value
            hh[H : 2 * H - 1] = 0
    return lstm
