# slip: last-layer-only
import torch


def keep(gru):
    H = gru.hidden_size
    last = gru.num_layers - 1
    with torch.no_grad():
        for name, weight in gru.named_parameters():
            if name.startswith(f"bias_ih_l{last}"):
                weight[H : 2 * H] = 1e6
    return gru
