# rung: values
import math

import torch


def forget_bias(lstm, value):
    """The bias whose sigmoid is value."""
    H = lstm.hidden_size
    share = min(max(value, 0.01), 0.99)
    logit = math.log(share / (1 - share))
    with torch.no_grad():
        for _, _, ih, hh in lstm.all_weights:
            ih[H : 2 * H] = logit
            hh[H : 2 * H] = 0
    return lstm
