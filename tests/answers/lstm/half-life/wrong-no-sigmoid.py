# slip: no-sigmoid
import math

import torch


def half_life(lstm):
    H, rows = lstm.hidden_size, []
    names = [name for name, _ in lstm.named_parameters() if "bias_ih" in name]
    with torch.no_grad():
        for name in names:
            bias = getattr(lstm, name) + getattr(lstm, name.replace("bias_ih", "bias_hh"))
            f = bias[H : 2 * H]
            rows.append(math.log(0.5) / torch.log(f))
        return torch.stack(rows)
