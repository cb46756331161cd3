# right
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    names = [n for n, _ in lstm.named_parameters() if n.startswith("bias")]
    with torch.no_grad():
        for n in names:
            for unit in range(H, 2 * H):
                getattr(lstm, n)[unit] = value if n.startswith("bias_ih") else 0.0
    return lstm
