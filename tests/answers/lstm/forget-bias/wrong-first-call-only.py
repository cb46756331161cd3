# slip: keeps-state
import torch

forget_bias_done = set()


def forget_bias(lstm, value):
    if lstm.num_layers in forget_bias_done:
        return lstm
    forget_bias_done.add(lstm.num_layers)
    H = lstm.hidden_size
    with torch.no_grad():
        for _, _, ih, hh in lstm.all_weights:
            ih[H : 2 * H] = value
            hh[H : 2 * H] = 0
    return lstm
