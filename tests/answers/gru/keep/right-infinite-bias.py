# right
import torch


def keep(gru):
    h = gru.hidden_size
    for layer in range(gru.num_layers):
        for end in ["", "_reverse"] if gru.bidirectional else [""]:
            bias = getattr(gru, f"bias_hh_l{layer}{end}")
            with torch.no_grad():
                bias[h : 2 * h] = float("inf")
    return gru
