# slip: first-layer-only
import math

import torch


def half_life(lstm):
    H, rows = lstm.hidden_size, []
    names = ["bias_ih_l0", "bias_ih_l0_reverse"][: 1 + lstm.bidirectional]
    with torch.no_grad():
        for name in names:
            bias = getattr(lstm, name) + getattr(lstm, name.replace("bias_ih", "bias_hh"))
            f = bias[H : 2 * H].sigmoid()
            rows.append(math.log(0.5) / torch.log(f))
        return torch.stack(rows)
