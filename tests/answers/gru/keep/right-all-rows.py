# right
import torch


def keep(gru):
    """r and n may be as they like."""
    for name, weight in gru.state_dict().items():
        if name.startswith("bias_ih"):
            weight.fill_(1e8)
    return gru
