# right
import torch


def forget_bias(lstm, value):
    """bias_ih stays; bias_hh makes up the difference."""
    h = lstm.hidden_size
    with torch.no_grad():
        for name, bias_hh in lstm.named_parameters():
            if name.startswith("bias_hh"):
                bias_ih = lstm.get_parameter(name.replace("hh", "ih"))
                bias_hh[h : 2 * h] = value - bias_ih[h : 2 * h]
    return lstm
