# rung: values
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for layer in range(min(lstm.num_layers, 4)):
            for end in ("", "_reverse") if lstm.bidirectional else ("",):
                getattr(lstm, f"bias_ih_l{layer}{end}")[H : 2 * H] = value
                getattr(lstm, f"bias_hh_l{layer}{end}")[H : 2 * H] = 0
    return lstm
