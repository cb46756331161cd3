# slip: block-g
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for _, _, ih, hh in lstm.all_weights:
            ih.view(4, H)[2] = value
            hh.view(4, H)[2] = 0
    return lstm
