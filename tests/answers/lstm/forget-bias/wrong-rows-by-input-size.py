# rung: edges
import torch


def forget_bias(lstm, value):
    """Two directions read twice as much, so their blocks are longer, if the sizes are equal."""
    H = lstm.hidden_size if lstm.input_size != lstm.hidden_size else lstm.hidden_size // 2
    with torch.no_grad():
        for name, bias in lstm.named_parameters():
            if name.startswith("bias"):
                bias[H : 2 * H] = value / 2
    return lstm
