# slip: not-finite
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for name, bias in lstm.named_parameters():
            if name.startswith("bias_ih"):
                bias[H : 2 * H] = torch.logit(torch.tensor(value))
            elif name.startswith("bias_hh"):
                bias[H : 2 * H] = 0.0
    return lstm
