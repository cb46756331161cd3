# right
import math

import torch


def half_life(lstm):
    H, rows = lstm.hidden_size, []
    names = [name for name, _ in lstm.named_parameters() if "bias_ih" in name]
    with torch.no_grad():
        for name in names:
            bias = getattr(lstm, name) + getattr(lstm, name.replace("bias_ih", "bias_hh"))
            f = [1 / (1 + math.exp(-b)) for b in bias[H : 2 * H].tolist()]
            rows.append(torch.tensor([math.log(0.5, gate) for gate in f]))
        return torch.stack(rows)
