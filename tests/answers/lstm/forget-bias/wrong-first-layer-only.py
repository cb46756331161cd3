# slip: first-layer-only
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for suffix in ("", "_reverse") if lstm.bidirectional else ("",):
            getattr(lstm, "bias_ih_l0" + suffix)[H : 2 * H] = value
            getattr(lstm, "bias_hh_l0" + suffix)[H : 2 * H] = 0
    return lstm
