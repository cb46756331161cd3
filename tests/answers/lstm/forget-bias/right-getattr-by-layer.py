# right
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    suffixes = ["", "_reverse"] if lstm.bidirectional else [""]
    for layer in range(lstm.num_layers):
        for suffix in suffixes:
            ih = getattr(lstm, f"bias_ih_l{layer}{suffix}")
            hh = getattr(lstm, f"bias_hh_l{layer}{suffix}")
            with torch.no_grad():
                ih[H : 2 * H].fill_(value)
                hh[H : 2 * H].zero_()
    return lstm
