# slip: nothing-changed
import copy

import torch


def forget_bias(lstm, value):
    """Leave the original alone."""
    lstm = copy.deepcopy(lstm)
    H = lstm.hidden_size
    with torch.no_grad():
        for _, _, ih, hh in lstm.all_weights:
            ih[H : 2 * H] = value
            hh[H : 2 * H] = 0
    return lstm
