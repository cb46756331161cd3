# slip: forward-only
import torch


def keep(gru):
    H = gru.hidden_size
    with torch.no_grad():
        for layer in range(gru.num_layers):
            getattr(gru, f"bias_hh_l{layer}")[H : 2 * H] = 1e7
    return gru
