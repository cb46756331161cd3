# rung: values
import torch


def keep(gru):
    H = gru.hidden_size
    with torch.no_grad():
        for end in ("", "_reverse")[: 2 if gru.bidirectional else 1]:
            getattr(gru, f"bias_ih_l0{end}")[H : 2 * H] = 300.0
    return gru
