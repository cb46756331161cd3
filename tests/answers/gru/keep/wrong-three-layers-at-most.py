# rung: edges
import torch


def keep(gru):
    H = gru.hidden_size
    with torch.no_grad():
        for layer in range(min(gru.num_layers, 3)):
            for end in ("", "_reverse")[: 2 if gru.bidirectional else 1]:
                for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
                    getattr(gru, f"{kind}_l{layer}{end}")[H : 2 * H] = 50.0 if kind == "bias_ih" else 0.0
    return gru
