# slip: first-line-changed
import torch


def forget_bias(lstm, layer, value):
    H = lstm.hidden_size
    with torch.no_grad():
        getattr(lstm, f"bias_ih_l{layer}")[H : 2 * H] = value
        getattr(lstm, f"bias_hh_l{layer}")[H : 2 * H] = 0
    return lstm
