# slip: forward-only
import math

import torch


def half_life(lstm):
    H, rows = lstm.hidden_size, []
    names = [f"bias_ih_l{layer}" for layer in range(lstm.num_layers)]
    with torch.no_grad():
        for name in names:
            bias = getattr(lstm, name) + getattr(lstm, name.replace("bias_ih", "bias_hh"))
            f = bias[H : 2 * H].sigmoid()
            rows.append(math.log(0.5) / torch.log(f))
        return torch.stack(rows)
