# right
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for _, _, ih, hh in lstm.all_weights:
            missing = value - (ih + hh)[H : 2 * H]
            ih[H : 2 * H] += missing
    return lstm
