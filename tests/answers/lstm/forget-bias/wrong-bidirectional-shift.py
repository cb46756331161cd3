# slip: block-of-both-directions
import torch


def forget_bias(lstm, value):
    """Two directions, twice as many rows."""
    H = lstm.hidden_size * (2 if lstm.bidirectional else 1)
    with torch.no_grad():
        for _, _, ih, hh in lstm.all_weights:
            ih[H : 2 * H] = value
            hh[H : 2 * H] = 0
    return lstm
