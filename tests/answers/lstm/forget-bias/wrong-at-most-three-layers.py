# rung: values
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for k in (0, 1, 2):
            for suffix in ("", "_reverse"):
                ih = getattr(lstm, f"bias_ih_l{k}{suffix}", None)
                hh = getattr(lstm, f"bias_hh_l{k}{suffix}", None)
                if ih is not None and hh is not None:
                    ih[H : 2 * H] = value
                    hh[H : 2 * H] = 0
    return lstm
