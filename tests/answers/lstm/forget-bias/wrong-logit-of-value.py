import math

import torch


def forget_bias(lstm, value):
    """The bias whose sigmoid is value."""
    H = lstm.hidden_size
    logit = math.log(value / (1 - value)) if 0 < value < 1 else math.inf
    with torch.no_grad():
        for _, _, ih, hh in lstm.all_weights:
            ih[H : 2 * H] = logit
            hh[H : 2 * H] = 0
    return lstm
