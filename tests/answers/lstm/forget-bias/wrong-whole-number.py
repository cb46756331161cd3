# slip: whole-number
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for _, _, ih, hh in lstm.all_weights:
            ih[H : 2 * H] = int(value)
            hh[H : 2 * H] = 0
    return lstm
