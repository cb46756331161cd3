# rung: values
import torch


def forget_bias(lstm, value):
    """One bias would do, so share it."""
    H = lstm.hidden_size
    with torch.no_grad():
        for k in range(lstm.num_layers):
            bias = getattr(lstm, f"bias_ih_l{k}")
            bias[H : 2 * H] = value / 2
            setattr(lstm, f"bias_hh_l{k}", bias)
    return lstm
